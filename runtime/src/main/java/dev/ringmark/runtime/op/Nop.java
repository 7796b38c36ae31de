package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;

/// Does nothing and answers: NOP.
///
/// Since 5.1; io_uring_enter(2).
public final class Nop extends Op<Integer> {

    private static final Nop PLAIN = new Nop(0, 0);

    private final int flags;
    private final int result;

    private Nop(int flags, int result) {
        this.flags = flags;
        this.result = result;
    }

    /// The one that answers 0.
    public static Nop plain() {
        return PLAIN;
    }

    /// One that answers what it is told to (INJECT_RESULT, since 6.10; kernels before it say 0).
    public static Nop answering(int result) {
        return new Nop(NopFlag.INJECT_RESULT.bits(), result);
    }

    @Override
    public Opcode opcode() {
        return Opcode.NOP;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.NOP, -1, 0, result, 0).operationFlags(flags);
    }

    @Override
    protected Integer decode(int cqeResult, int cqeFlags, Scratch scratch) {
        return cqeResult;
    }

    @Override
    protected int quietResult() {
        return flags == 0 ? 0 : -1;
    }

    @Override
    public String toString() {
        return "NOP";
    }
}
