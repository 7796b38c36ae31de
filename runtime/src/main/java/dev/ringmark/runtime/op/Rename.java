package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Gives a file another name: RENAMEAT.
///
/// Since 5.11; io_uring_enter(2), renameat2(2).
public final class Rename extends DoneOp {

    private final PathName from;
    private final PathName to;
    private final int flags;

    private Rename(PathName from, PathName to, int flags) {
        this.from = from;
        this.to = to;
        this.flags = flags;
    }

    /// Both under the working directory, or by absolute paths.
    public static Rename of(String from, String to) {
        return in(Fd.WORKING_DIRECTORY, from, Fd.WORKING_DIRECTORY, to);
    }

    /// Each under its directory.
    public static Rename in(
            Fd<FileKind.Directory> fromDirectory,
            String from,
            Fd<FileKind.Directory> toDirectory,
            String to) {
        return new Rename(
                new PathName("from", fromDirectory, from), new PathName("to", toDirectory, to), 0);
    }

    /// The same, -EEXIST if there is a file of the new name.
    public Rename withoutReplacing() {
        return new Rename(from, to, 1);
    }

    /// The same, both files change names.
    public Rename exchanging() {
        return new Rename(from, to, 2);
    }

    @Override
    public Opcode opcode() {
        return Opcode.RENAMEAT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long source = from.in(scratch);
        sqe.prepare(
                        Opcode.RENAMEAT,
                        from.directory.number(),
                        source,
                        to.directory.number(),
                        to.in(scratch))
                .operationFlags(flags);
    }

    @Override
    protected long scratchSize() {
        return from.size() + to.size();
    }

    @Override
    public String toString() {
        return "RENAMEAT of " + from + " to " + to;
    }
}
