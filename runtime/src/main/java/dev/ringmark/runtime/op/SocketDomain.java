package dev.ringmark.runtime.op;

/// What kind of network a socket is on: AF_* of socket(2).
public enum SocketDomain {
    UNIX(1),
    INET(2),
    INET6(10);

    private final int number;

    SocketDomain(int number) {
        this.number = number;
    }

    /// AF_* of socket(2).
    public int number() {
        return number;
    }
}
