package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Gives a file one more name: LINKAT.
///
/// Since 5.15; io_uring_enter(2), linkat(2).
public final class Link extends DoneOp {

    private final PathName from;
    private final PathName to;
    private final int flags;

    private Link(PathName from, PathName to, int flags) {
        this.from = from;
        this.to = to;
        this.flags = flags;
    }

    /// Both under the working directory, or by absolute paths.
    public static Link of(String from, String to) {
        return in(Fd.WORKING_DIRECTORY, from, Fd.WORKING_DIRECTORY, to);
    }

    /// Each under its directory.
    public static Link in(
            Fd<FileKind.Directory> fromDirectory,
            String from,
            Fd<FileKind.Directory> toDirectory,
            String to) {
        return new Link(
                new PathName("from", fromDirectory, from), new PathName("to", toDirectory, to), 0);
    }

    /// The same; if the file is a symbolic link, what it leads to gets the name.
    public Link following() {
        return new Link(from, to, 0x400);
    }

    @Override
    public Opcode opcode() {
        return Opcode.LINKAT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long source = from.in(scratch);
        sqe.prepare(
                        Opcode.LINKAT,
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
        return "LINKAT of " + from + " to " + to;
    }
}
