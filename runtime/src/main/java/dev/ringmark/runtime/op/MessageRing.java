package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Posts a CQE to another ring: MSG_RING.
///
/// The other ring's driver counts it as foreign, so this is for rings that a program reads itself.
/// Since 5.18; io_uring_enter(2).
public final class MessageRing extends DoneOp {

    private final Fd<?> ring;
    private final int result;
    private final long userData;

    private MessageRing(Fd<?> ring, int result, long userData) {
        this.ring = ring;
        this.result = result;
        this.userData = userData;
    }

    /// A CQE for another ring.
    ///
    /// @param result what the CQE says
    /// @param userData what it is called
    public static MessageRing to(Fd<?> ring, int result, long userData) {
        return new MessageRing(ring, result, userData);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MSG_RING;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.MSG_RING, ring.number(), 0, result, userData);
    }

    @Override
    protected Target<?> file() {
        return ring;
    }

    @Override
    public String toString() {
        return "MSG_RING to " + ring;
    }
}
