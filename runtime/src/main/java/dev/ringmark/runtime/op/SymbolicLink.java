package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Makes a symbolic link: SYMLINKAT.
///
/// Since 5.15; io_uring_enter(2), symlinkat(2).
public final class SymbolicLink extends DoneOp {

    private final byte[] target;
    private final PathName path;

    private SymbolicLink(byte[] target, PathName path) {
        this.target = target;
        this.path = path;
    }

    /// A link under the working directory, or by an absolute path.
    ///
    /// @param target what it says, which need not exist
    public static SymbolicLink of(String target, String path) {
        return in(target, Fd.WORKING_DIRECTORY, path);
    }

    /// A link under a directory.
    public static SymbolicLink in(String target, Fd<FileKind.Directory> directory, String path) {
        Require.that(!target.isEmpty(), "target", "an empty path", "a path");
        PathName name = new PathName("path", directory, path);
        return new SymbolicLink(PathName.bytes("target", target), name);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SYMLINKAT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long text = scratch.string(target);
        sqe.prepare(Opcode.SYMLINKAT, path.directory.number(), text, 0, path.in(scratch));
    }

    @Override
    protected long scratchSize() {
        return target.length + 16 + path.size();
    }

    @Override
    public String toString() {
        return "SYMLINKAT of " + path;
    }
}
