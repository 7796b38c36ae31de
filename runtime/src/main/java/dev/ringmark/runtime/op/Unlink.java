package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Takes a name away, and the file with its last one: UNLINKAT.
///
/// Since 5.11; io_uring_enter(2), unlinkat(2).
public final class Unlink extends DoneOp {

    private static final int REMOVEDIR = 0x200;

    private final PathName path;
    private final int flags;

    private Unlink(PathName path, int flags) {
        this.path = path;
        this.flags = flags;
    }

    /// A file under the working directory, or by an absolute path.
    public static Unlink file(String path) {
        return in(Fd.WORKING_DIRECTORY, path);
    }

    /// An empty directory.
    public static Unlink directory(String path) {
        PathName name = new PathName("path", Fd.WORKING_DIRECTORY, path);
        return new Unlink(name, REMOVEDIR);
    }

    /// A file under a directory.
    public static Unlink in(Fd<FileKind.Directory> directory, String path) {
        return new Unlink(new PathName("path", directory, path), 0);
    }

    @Override
    public Opcode opcode() {
        return Opcode.UNLINKAT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.UNLINKAT, path.directory.number(), path.in(scratch), 0, 0)
                .operationFlags(flags);
    }

    @Override
    protected long scratchSize() {
        return path.size();
    }

    @Override
    public String toString() {
        return "UNLINKAT of " + path;
    }
}
