package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.OperationOption;

/// Copies bytes from a pipe to another and leaves them in the first: TEE.
///
/// Since 5.8; io_uring_enter(2), tee(2).
public final class Tee extends Op<Integer> {

    private final Target<?> from;
    private final Target<?> to;
    private final int length;

    private Tee(Target<?> from, Target<?> to, int length) {
        this.from = from;
        this.to = to;
        this.length = length;
    }

    /// Between two pipes.
    ///
    /// @param length how many bytes at most, 1 or more
    public static Tee of(
            Target<? extends FileKind.PipeReader> from,
            Target<? extends FileKind.PipeWriter> to,
            int length) {
        Require.range("length", length, 1, Integer.MAX_VALUE);
        return new Tee(from, to, length);
    }

    @Override
    public Opcode opcode() {
        return Opcode.TEE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        int fromSlot = from.isSlot() ? OperationOption.SPLICE_F_FD_IN_FIXED.bits() : 0;
        sqe.prepare(Opcode.TEE, to.number(), 0, length, 0)
                .operationFlags(fromSlot)
                .fileIndex(from.number());
        fixed(sqe, to);
    }

    @Override
    protected Target<?> file() {
        return to;
    }

    @Override
    protected Integer decode(int result, int cqeFlags, Scratch scratch) {
        return result;
    }

    @Override
    public String toString() {
        return "TEE from " + from + " to " + to;
    }
}
