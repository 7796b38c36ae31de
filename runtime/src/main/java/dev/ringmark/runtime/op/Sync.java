package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.OperationOption;

/// Waits until a file is on its disk: FSYNC.
///
/// Not ordered after writes under way: chain it behind them. Since 5.1; io_uring_enter(2),
/// fsync(2).
public final class Sync extends DoneOp {

    private final Target<?> file;
    private final int flags;

    private Sync(Target<?> file, int flags) {
        this.file = file;
        this.flags = flags;
    }

    /// Content and metadata.
    public static Sync of(Target<? extends FileKind.Seekable> file) {
        return new Sync(file, 0);
    }

    /// Content, and of the metadata what is needed to read it.
    public static Sync dataOf(Target<? extends FileKind.Seekable> file) {
        return new Sync(file, OperationOption.FSYNC_DATASYNC.bits());
    }

    @Override
    public Opcode opcode() {
        return Opcode.FSYNC;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.FSYNC, file.number(), 0, 0, 0).operationFlags(flags);
        fixed(sqe, file);
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    public String toString() {
        return "FSYNC of " + file;
    }
}
