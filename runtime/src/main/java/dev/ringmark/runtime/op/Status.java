package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Asks what a file is like: STATX.
///
/// Since 5.6; io_uring_enter(2), statx(2).
public final class Status extends Op<FileStatus> {

    private static final int BASIC = 0x7ff;
    private static final int SYMLINK_NOFOLLOW = 0x100;

    private static final int EMPTY_PATH = 0x1000;

    private final PathName path;
    private final int flags;

    private Status(PathName path, int flags) {
        this.path = path;
        this.flags = flags;
    }

    /// A file under the working directory, or by an absolute path; links are followed.
    public static Status path(String path) {
        return in(Fd.WORKING_DIRECTORY, path);
    }

    /// A file under a directory.
    public static Status in(Fd<FileKind.Directory> directory, String path) {
        return new Status(new PathName("path", directory, path), 0);
    }

    /// An open file.
    public static Status of(Fd<?> file) {
        Fd<FileKind.Directory> place = new Fd<>(file.number());
        return new Status(new PathName(place), EMPTY_PATH);
    }

    /// The same, of a symbolic link itself.
    public Status ofLink() {
        return new Status(path, flags | SYMLINK_NOFOLLOW);
    }

    @Override
    public Opcode opcode() {
        return Opcode.STATX;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long status = scratch.take(FileStatus.SIZE).address();
        long name = path.in(scratch);
        sqe.prepare(Opcode.STATX, path.directory.number(), name, BASIC, status)
                .operationFlags(flags);
    }

    @Override
    protected long scratchSize() {
        return FileStatus.SIZE + path.size();
    }

    @Override
    protected FileStatus decode(int result, int cqeFlags, Scratch scratch) {
        return FileStatus.from(scratch.at(0, FileStatus.SIZE));
    }

    @Override
    public String toString() {
        return "STATX of " + path;
    }
}
