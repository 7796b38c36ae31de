package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.OperationOption;

/// Moves bytes between two files of which one is a pipe, without memory of ours: SPLICE.
///
/// Since 5.7; io_uring_enter(2), splice(2).
public final class Splice extends Op<Integer> {

    private static final long CURRENT = -1;

    private final Target<?> from;
    private final Target<?> to;
    private final int length;
    private final long fromOffset;
    private final long toOffset;

    private Splice(Target<?> from, Target<?> to, int length, long fromOffset, long toOffset) {
        this.from = from;
        this.to = to;
        this.length = length;
        this.fromOffset = fromOffset;
        this.toOffset = toOffset;
    }

    /// At the positions of both files.
    ///
    /// @param length how many bytes at most, 1 or more
    public static Splice of(
            Target<? extends FileKind.Source> from,
            Target<? extends FileKind.Sink> to,
            int length) {
        Require.range("length", length, 1, Integer.MAX_VALUE);
        return new Splice(from, to, length, CURRENT, CURRENT);
    }

    /// The same at an offset of the file it takes from, which is not the pipe then.
    ///
    /// @param offset in bytes, 0 or more
    public Splice fromOffset(long offset) {
        long checked = Require.range("offset", offset, 0, Long.MAX_VALUE - length);
        return new Splice(from, to, length, checked, toOffset);
    }

    /// The same at an offset of the file it gives to, which is not the pipe then.
    ///
    /// @param offset in bytes, 0 or more
    public Splice toOffset(long offset) {
        long checked = Require.range("offset", offset, 0, Long.MAX_VALUE - length);
        return new Splice(from, to, length, fromOffset, checked);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SPLICE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        int fromSlot = from.isSlot() ? OperationOption.SPLICE_F_FD_IN_FIXED.bits() : 0;
        sqe.prepare(Opcode.SPLICE, to.number(), fromOffset, length, toOffset)
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
