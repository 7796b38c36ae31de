package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Operations of which each begins when the one before it has ended: a batch with dependencies
/// being built, immutable like its members.
///
/// A chain is a unit of admission: it has permits and SQEs for all members or is refused whole, and
/// one enter takes it. What then became of it is told member by member ([ChainReport]).
///
/// A member that fails ends the members behind it with `-ECANCELED`, unless they were tied with
/// [#thenAlways]. A read or write that moves less than asked counts as failed there, a receive or
/// send does not (K22). IO_LINK since 5.3, IO_HARDLINK since 5.5; io_uring_enter(2).
public final class Chain {

    private final List<Op<?>> ops;
    private final List<SqeFlag> links;
    private final boolean isQuiet;

    private Chain(List<Op<?>> ops, List<SqeFlag> links, boolean isQuiet) {
        this.ops = List.copyOf(ops);
        this.links = List.copyOf(links);
        this.isQuiet = isQuiet;
        if (isQuiet) {
            requireQuiet();
        }
    }

    /// Begins with an operation.
    public static Chain of(Op<?> first) {
        return new Chain(List.of(first), List.of(), false);
    }

    /// Goes on with an operation if everything so far succeeds.
    public Chain then(Op<?> next) {
        return with(next, SqeFlag.IO_LINK);
    }

    /// Goes on with an operation whatever becomes of the one before it.
    public Chain thenAlways(Op<?> next) {
        return with(next, SqeFlag.IO_HARDLINK);
    }

    /// Gives the last operation a time: it is cancelled when it takes longer (since 5.5).
    ///
    /// The kernel keeps the time, so nothing of ours has to run for it. It is a member like the
    /// others in the report: its success is that the time was up.
    ///
    /// @param time 0 or more
    public Chain within(Duration time) {
        return then(new LinkTimeout(time));
    }

    /// The same with one CQE for all: of the member that ends the chain, be that the last one or
    /// one that fails (CQE_SKIP_SUCCESS, since 5.17; before, each has its own). The report is the
    /// same, but where the kernel refuses a member for what it asks: then the first counts as
    /// cancelled too, and the reason is not told (io_uring/io_uring.c, io_submit_fail_init()).
    ///
    /// Every member but the last has to be one that succeeds in one way only: not a send, which may
    /// be short, and nothing that makes a file.
    ///
    /// @throws IllegalArgumentException when a member does not go with that
    public Chain quietly() {
        return new Chain(ops, links, true);
    }

    private void requireQuiet() {
        for (int at = 0; at < ops.size(); at++) {
            Op<?> op = ops.get(at);
            boolean isTold = at == ops.size() - 1;
            boolean fits = isTold ? op.opcode() != Opcode.LINK_TIMEOUT : op.quietResult() >= 0;
            Require.that(
                    fits,
                    "member " + at,
                    op,
                    isTold
                            ? "an operation instead of a time for one"
                            : "one whose success says everything (a read, a write, or done)");
        }
        Require.that(
                !links.contains(SqeFlag.IO_HARDLINK), "links", links, "no thenAlways in silence");
    }

    /// How many members there are.
    public int size() {
        return ops.size();
    }

    /// Starts them all, on the driver's thread.
    ///
    /// @throws RefusedException when the driver does not take them; nothing has happened then
    /// @throws IllegalStateException when another operation has a buffer of one of them
    /// @throws IllegalArgumentException when they are fewer than 2, or more than the driver's SQ or
    ///     permits have room for
    public SubmittedSet submit(Driver driver) {
        List<Submitted<?>> members = new ArrayList<>();
        for (Op<?> op : ops) {
            members.add(new Submitted<>(driver, op));
        }
        Operation[] runs = members.stream().map(Submitted::run).toArray(Operation[]::new);
        SqeFlag[] tied = isQuiet ? null : links.toArray(SqeFlag[]::new);
        Admission admission = Run.startChain(driver, runs, tied, ops);
        if (!admission.isTaken()) {
            throw new RefusedException(this, admission);
        }
        return new SubmittedSet(members);
    }

    private Chain with(Op<?> next, SqeFlag link) {
        List<Op<?>> longer = new ArrayList<>(ops);
        longer.add(next);
        List<SqeFlag> tied = new ArrayList<>(links);
        tied.add(link);
        return new Chain(longer, tied, isQuiet);
    }

    @Override
    public String toString() {
        return "a chain of " + ops;
    }
}
