package dev.ringmark.runtime.op;

/// Which directions of a connection end: SHUT_* of shutdown(2).
public enum Half {
    /// Nothing is received any more.
    RECEIVE(0),
    /// Nothing is sent any more; the other side reads to the end.
    SEND(1),
    BOTH(2);

    private final int number;

    Half(int number) {
        this.number = number;
    }

    /// SHUT_* of shutdown(2).
    public int number() {
        return number;
    }
}
