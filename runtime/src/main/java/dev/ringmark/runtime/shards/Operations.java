package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotOp;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.Request;
import dev.ringmark.runtime.op.Target;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Started;
import dev.ringmark.runtime.task.TaskException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Operations that are not bound to a shard: each goes where there is least to do when it is asked
/// for (SPG-084). Any thread; from a task of the shard that is chosen it costs what it costs on
/// that shard's own loop.
///
/// Files are plain fds here: what a ring or a loop owns ([dev.ringmark.runtime.op.OwnedFd], file
/// slots, sockets, fixed buffers) is used on that loop, and leaves nothing here.
public final class Operations {

    /* Who calls from a task of a shard stays there unless it has much more to do than another one:
     * a hand-over and back costs as much as a handful of operations.
     */

    /// How many more operations than the least the caller's own shard may have.
    static final int PREFERENCE = 32;

    private final Shards shards;
    private final Leases leases;
    private final AtomicInteger turn = new AtomicInteger();

    Operations(Shards shards, Leases leases) {
        this.shards = shards;
        this.leases = leases;
    }

    /// Where an operation goes, and what it has taken to go there.
    private record Route(
            Shard shard, Affinity affinity, @Nullable Target<?> file, @Nullable Lease lease) {}

    /// Runs an operation somewhere, and waits for its end.
    ///
    /// @param time null for ever; with a time of zero nothing is submitted
    /// @throws IllegalArgumentException for what belongs to one ring
    /// @throws TaskException as [Loop#run]
    public <R> Completed<R> run(Op<R> op, @Nullable Duration time) {
        Route route = route(op);
        try {
            return route.shard.loop().run(op, time);
        } finally {
            end(route);
        }
    }

    /// Starts an operation somewhere; it can be waited for and cancelled from anywhere.
    ///
    /// @throws IllegalArgumentException for what belongs to one ring
    public <R> Started<R> start(Op<R> op) {
        Route route = route(op);
        return Started.on(route.shard.loop(), op, () -> end(route));
    }

    /// Starts a multishot somewhere. Until it has ended, all operations on its file go there.
    ///
    /// @param credit how many answers are welcome at first, 1 or more
    /// @param listener is called on that shard's thread
    /// @throws IllegalArgumentException for what belongs to one ring
    public <R> StartedEach<R> start(MultishotOp<R> op, int credit, MultishotListener<R> listener) {
        Route route = route(op);
        StartedEach<R> started = new StartedEach<>(route.shard, listener, () -> end(route));
        boolean isTaken = false;
        try {
            started.begin(op, credit);
            isTaken = true;
        } finally {
            if (!isTaken) {
                end(route);
            }
        }
        return started;
    }

    /// A file was closed: an operation under the same number is on another file.
    public void forget(Fd<?> file) {
        leases.forget(file);
    }

    /// How many files are bound to a shard, or were a moment ago.
    int leases() {
        return leases.size();
    }

    /// Hands an operation's place back.
    private void end(Route route) {
        route.shard.tallies.pending.decrementAndGet();
        if (route.lease != null && route.file != null) {
            leases.end(route.file, route.lease, route.affinity);
        }
    }

    private Route route(Request<?> op) {
        Target<?> file = op.target();
        if (Affinity.isOfOneRing(op.opcode()) || (file != null && !(file instanceof Fd<?>))) {
            throw new IllegalArgumentException(
                    op
                            + ", which belongs to one ring, expected one that any ring can run: run"
                            + " it on the loop whose it is");
        }
        Affinity affinity =
                op instanceof MultishotOp<?> && file != null
                        ? Affinity.HARD
                        : Affinity.of(op.opcode(), isFile(file));
        Lease lease =
                affinity == Affinity.NONE || file == null
                        ? null
                        : leases.begin(file, affinity, this::choose);
        Shard shard = lease == null ? choose(null) : lease.shard;
        shard.tallies.pending.incrementAndGet();
        if (shard.equals(shards.current())) {
            shard.tallies.local.increment();
        } else {
            shard.tallies.remote.increment();
        }
        return new Route(shard, affinity, file, lease);
    }

    /// AT_FDCWD is nobody's file.
    private static boolean isFile(@Nullable Target<?> file) {
        return file instanceof Fd<?> fd && fd.number() >= 0;
    }

    /// The shard with the fewest operations; of several, each in turn; the one that is preferred,
    /// or the caller's own, if it has not many more.
    private Shard choose(@Nullable Shard preferred) {
        int count = shards.count();
        int first = Math.floorMod(turn.getAndIncrement(), count);
        Shard best = null;
        long least = Long.MAX_VALUE;
        for (int at = 0; at < count; at++) {
            Shard shard = shards.shard((first + at) % count);
            long pending = shard.tallies.pending.get();
            if (shard.isOpen() && pending < least) {
                best = shard;
                least = pending;
            }
        }
        if (best == null) {
            throw Ingress.closed();
        }
        Shard liked = preferred == null ? shards.current() : preferred;
        if (liked == null || !liked.isOpen()) {
            return best;
        }
        return liked.tallies.pending.get() - least <= PREFERENCE ? liked : best;
    }
}
