package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.OperationOption;

/// Moves bytes between two files of which one is a pipe, without memory of ours: SPLICE.
///
/// Since 5.7; io_uring_enter(2), splice(2).
public final class Splice extends Op<Integer> {

    private final Target<?> from;
    private final Target<?> to;
    private final int length;

    private Splice(Target<?> from, Target<?> to, int length) {
        this.from = from;
        this.to = to;
        this.length = length;
    }

    /// At the positions of both files.
    ///
    /// @param length how many bytes at most, 1 or more
    public static Splice of(
            Target<? extends FileKind.Source> from,
            Target<? extends FileKind.Sink> to,
            int length) {
        Require.range("length", length, 1, Integer.MAX_VALUE);
        return new Splice(from, to, length);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SPLICE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        int fromSlot = from.isSlot() ? OperationOption.SPLICE_F_FD_IN_FIXED.bits() : 0;
        sqe.prepare(Opcode.SPLICE, to.number(), -1, length, -1)
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
        return "SPLICE from " + from + " to " + to;
    }
}
