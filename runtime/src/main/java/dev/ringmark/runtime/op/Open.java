package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Opens or makes a file: OPENAT. CLOEXEC is always set.
///
/// If the operation ends after its driver has, the new file is closed.
///
/// Since 5.6; io_uring_enter(2), open(2).
public final class Open extends Op<Fd<FileKind.Any>> {

    private static final int CLOEXEC = 0x80000;

    private final PathName path;
    private final int flags;
    private final int mode;

    private Open(PathName path, int flags, int mode) {
        this.path = path;
        this.flags = flags;
        this.mode = mode;
    }

    /// A file under the working directory, or by an absolute path.
    public static Open path(String path, OpenFlag... flags) {
        return in(Fd.WORKING_DIRECTORY, path, flags);
    }

    /// A file under a directory.
    public static Open in(Fd<FileKind.Directory> directory, String path, OpenFlag... flags) {
        return new Open(new PathName("path", directory, path), Flag.bitsOf(flags), 0600);
    }

    /// The same with other permissions for a new file; the umask applies.
    ///
    /// @param bits of chmod(2), 0 to 07777
    public Open mode(int bits) {
        return new Open(path, flags, Require.range("bits", bits, 0, 07777));
    }

    @Override
    public Opcode opcode() {
        return Opcode.OPENAT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.OPENAT, path.directory.number(), path.in(scratch), mode, 0)
                .operationFlags(flags | CLOEXEC);
    }

    @Override
    protected long scratchSize() {
        return path.size();
    }

    @Override
    protected Fd<FileKind.Any> decode(int result, int cqeFlags, Scratch scratch) {
        return Fd.of(result);
    }

    @Override
    protected boolean makesFile() {
        return true;
    }

    @Override
    public String toString() {
        return "OPENAT of " + path;
    }
}
