package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Makes a directory: MKDIRAT.
///
/// Since 5.15; io_uring_enter(2), mkdirat(2).
public final class MakeDirectory extends DoneOp {

    private final PathName path;
    private final int mode;

    private MakeDirectory(PathName path, int mode) {
        this.path = path;
        this.mode = mode;
    }

    /// A directory under the working directory, or by an absolute path.
    ///
    /// @param mode permissions as of chmod(2), 0 to 07777; the umask applies
    public static MakeDirectory path(String path, int mode) {
        return in(Fd.WORKING_DIRECTORY, path, mode);
    }

    /// A directory under another.
    public static MakeDirectory in(Fd<FileKind.Directory> directory, String path, int mode) {
        PathName name = new PathName("path", directory, path);
        return new MakeDirectory(name, Require.range("mode", mode, 0, 07777));
    }

    @Override
    public Opcode opcode() {
        return Opcode.MKDIRAT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.MKDIRAT, path.directory.number(), path.in(scratch), mode, 0);
    }

    @Override
    protected long scratchSize() {
        return path.size();
    }

    @Override
    public String toString() {
        return "MKDIRAT of " + path;
    }
}
