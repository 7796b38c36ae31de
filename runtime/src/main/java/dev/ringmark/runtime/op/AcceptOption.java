package dev.ringmark.runtime.op;

/// What an accepted socket is like from its beginning: SOCK_* of accept4(2).
public enum AcceptOption implements Flag {
    /// Calls on it do not wait; operations through a ring do all the same.
    NONBLOCK(0x800),
    /// It is closed at an exec.
    CLOEXEC(0x80000);

    private final int bits;

    AcceptOption(int bits) {
        this.bits = bits;
    }

    @Override
    public int bits() {
        return bits;
    }
}
