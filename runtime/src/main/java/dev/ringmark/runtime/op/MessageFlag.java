package dev.ringmark.runtime.op;

/// How one send or receive behaves: MSG_* of send(2) and recv(2).
public enum MessageFlag implements Flag {
    /// Out-of-band data.
    OOB(0x1),
    /// Looks at data and leaves it.
    PEEK(0x2),
    /// Bypasses routing.
    DONTROUTE(0x4),
    /// Says how long the message really was.
    TRUNC(0x20),
    /// -EAGAIN instead of waiting.
    DONTWAIT(0x40),
    /// The end of a record.
    EOR(0x80),
    /// Until everything was moved, as far as the kernel can; io_uring retries for it (since 5.19).
    /// A cancel in the middle is answered with what has moved since 6.1 (commit 7e6b638ed501), and
    /// before that as if nothing had.
    WAITALL(0x100),
    /// -EPIPE without a signal.
    NOSIGNAL(0x4000),
    /// More follows soon.
    MORE(0x8000);

    private final int bits;

    MessageFlag(int bits) {
        this.bits = bits;
    }

    @Override
    public int bits() {
        return bits;
    }
}
