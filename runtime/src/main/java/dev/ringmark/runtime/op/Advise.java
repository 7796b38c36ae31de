package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Says how a part of a file will be used: FADVISE.
///
/// Since 5.6; io_uring_enter(2), posix_fadvise(2).
public final class Advise extends DoneOp {

    private final Target<?> file;
    private final long offset;
    private final int length;
    private final Advice advice;

    private Advise(Target<?> file, long offset, int length, Advice advice) {
        this.file = file;
        this.offset = offset;
        this.length = length;
        this.advice = advice;
    }

    /// A part of a file.
    ///
    /// @param offset in bytes, 0 or more
    /// @param length in bytes; 0 is up to the end
    public static Advise of(
            Target<? extends FileKind.Regular> file, long offset, int length, Advice advice) {
        Require.range("offset", offset, 0, Long.MAX_VALUE);
        Require.range("length", length, 0, Integer.MAX_VALUE);
        return new Advise(file, offset, length, advice);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FADVISE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.FADVISE, file.number(), 0, length, offset)
                .operationFlags(advice.number());
        fixed(sqe, file);
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    public String toString() {
        return "FADVISE " + advice + " of " + file;
    }
}
