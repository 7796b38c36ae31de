package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Cuts a file to a size, or makes it longer by a hole: FTRUNCATE.
///
/// Since 6.9; io_uring_enter(2), ftruncate(2).
public final class Truncate extends DoneOp {

    private final Target<?> file;
    private final long size;

    private Truncate(Target<?> file, long size) {
        this.file = file;
        this.size = size;
    }

    /// To a size.
    ///
    /// @param size in bytes, 0 or more
    public static Truncate of(Target<? extends FileKind.Regular> file, long size) {
        return new Truncate(file, Require.range("size", size, 0, Long.MAX_VALUE));
    }

    @Override
    public Opcode opcode() {
        return Opcode.FTRUNCATE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.FTRUNCATE, file.number(), 0, 0, size);
        fixed(sqe, file);
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    public String toString() {
        return "FTRUNCATE of " + file + " to " + size;
    }
}
