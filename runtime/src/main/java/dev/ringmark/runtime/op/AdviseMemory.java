package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Says how a buffer's pages will be used: MADVISE. DONT_NEED may zero them.
///
/// The buffer is the kernel's meanwhile; it has to begin at a page. Since 5.6; io_uring_enter(2),
/// madvise(2).
public final class AdviseMemory extends DoneOp {

    private final OwnedBuffer buffer;
    private final Advice advice;

    private AdviseMemory(OwnedBuffer buffer, Advice advice) {
        this.buffer = buffer;
        this.advice = advice;
    }

    /// The whole buffer.
    public static AdviseMemory of(OwnedBuffer buffer, Advice advice) {
        return new AdviseMemory(buffer, advice);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MADVISE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.MADVISE, -1, buffer.address(), (int) buffer.size(), 0)
                .operationFlags(advice.number());
    }

    @Override
    protected void lend(Object run) {
        buffer.lend(run);
    }

    @Override
    protected void giveBack(Object run) {
        buffer.giveBack(run);
    }

    @Override
    public String toString() {
        return "MADVISE " + advice + " of " + buffer;
    }
}
