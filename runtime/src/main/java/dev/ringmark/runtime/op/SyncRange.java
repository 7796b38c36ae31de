package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Writes a part of a file's cached pages to the disk and waits: SYNC_FILE_RANGE. No metadata, and
/// no flush of the disk's own cache: not for durability.
///
/// Since 5.2; io_uring_enter(2), sync_file_range(2).
public final class SyncRange extends DoneOp {

    private static final int WAIT_WRITE_WAIT = 7;

    private final Target<?> file;
    private final long offset;
    private final int length;

    private SyncRange(Target<?> file, long offset, int length) {
        this.file = file;
        this.offset = offset;
        this.length = length;
    }

    /// A part of a file.
    ///
    /// @param offset in bytes, 0 or more
    /// @param length in bytes; 0 is up to the end
    public static SyncRange of(Target<? extends FileKind.Regular> file, long offset, int length) {
        Require.range("offset", offset, 0, Long.MAX_VALUE);
        Require.range("length", length, 0, Integer.MAX_VALUE);
        return new SyncRange(file, offset, length);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SYNC_FILE_RANGE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.SYNC_FILE_RANGE, file.number(), 0, length, offset)
                .operationFlags(WAIT_WRITE_WAIT);
        fixed(sqe, file);
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    public String toString() {
        return "SYNC_FILE_RANGE of " + file;
    }
}
