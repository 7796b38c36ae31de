package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Gives a range of a file its place on the disk, or takes it: FALLOCATE.
///
/// Since 5.6; io_uring_enter(2), fallocate(2).
public final class Allocate extends DoneOp {

    private final Target<?> file;
    private final long offset;
    private final long length;
    private final int mode;

    private Allocate(Target<?> file, long offset, long length, int mode) {
        this.file = file;
        this.offset = offset;
        this.length = length;
        this.mode = mode;
    }

    /// A range of a file.
    ///
    /// @param offset in bytes, 0 or more
    /// @param length in bytes, 1 or more
    /// @param modes none: the range is allocated, and the file grows up to its end
    public static Allocate of(
            Target<? extends FileKind.Regular> file,
            long offset,
            long length,
            AllocateMode... modes) {
        Require.range("offset", offset, 0, Long.MAX_VALUE);
        Require.range("length", length, 1, Long.MAX_VALUE - offset);
        int mode = Flag.bitsOf(modes);
        int punch = AllocateMode.PUNCH_HOLE.bits();
        boolean keeps = (mode & AllocateMode.KEEP_SIZE.bits()) != 0;
        Require.that((mode & punch) == 0 || keeps, "modes", "PUNCH_HOLE", "KEEP_SIZE with it");
        return new Allocate(file, offset, length, mode);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FALLOCATE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.FALLOCATE, file.number(), length, mode, offset);
        fixed(sqe, file);
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    public String toString() {
        return "FALLOCATE of " + file + ", " + length + " bytes at " + offset;
    }
}
