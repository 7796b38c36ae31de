package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Opens or makes a file straight into a slot of the ring's table, without an fd: OPENAT.
///
/// Since 5.15; io_uring_enter(2), open(2).
public final class OpenInSlot extends Op<FileSlot<FileKind.Any>> {

    private final PathName path;
    private final int flags;
    private final FileSlot<FileKind.Any> slot;

    private OpenInSlot(PathName path, int flags, FileSlot<FileKind.Any> slot) {
        this.path = path;
        this.flags = flags;
        this.slot = slot;
    }

    /// A file under the working directory, or by an absolute path.
    ///
    /// @param slot from [FileTable#reserve()]; to be removed if this fails
    public static OpenInSlot path(FileSlot<FileKind.Any> slot, String path, OpenFlag... flags) {
        PathName name = new PathName("path", Fd.WORKING_DIRECTORY, path);
        return new OpenInSlot(name, Flag.bitsOf(flags), slot);
    }

    @Override
    public Opcode opcode() {
        return Opcode.OPENAT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.OPENAT, path.directory.number(), path.in(scratch), 0600, 0)
                .operationFlags(flags)
                .fileIndex(slot.number() + 1);
    }

    @Override
    protected long scratchSize() {
        return path.size();
    }

    @Override
    protected Target<?> file() {
        return slot;
    }

    @Override
    protected FileSlot<FileKind.Any> decode(int result, int cqeFlags, Scratch scratch) {
        return slot;
    }

    @Override
    public String toString() {
        return "OPENAT of " + path + " into " + slot;
    }
}
