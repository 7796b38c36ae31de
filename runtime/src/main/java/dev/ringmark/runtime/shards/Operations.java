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
import java.util.function.Function;

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

    /// Kept, because a method reference made for each operation would be an object for each.
    private final Function<@Nullable Shard, Shard> chooser = this::choose;

    Operations(Shards shards, Leases leases) {
        this.shards = shards;
        this.leases = leases;
    }

    /// Runs an operation somewhere, and waits for its end.
    ///
    /// @param time null for ever; with a time of zero nothing is submitted
    /// @throws IllegalArgumentException for what belongs to one ring
    /// @throws TaskException as [Loop#run]
    public <R> Completed<R> run(Op<R> op, @Nullable Duration time) {
        Affinity affinity = affinityOf(op);
        Lease lease = lease(op, affinity, chooser);
        Shard shard = begin(lease);
        try {
            return shard.loop().run(op, time);
        } finally {
            end(op, affinity, lease, shard);
        }
    }

    /// Starts an operation somewhere; it can be waited for and cancelled from anywhere.
    ///
    /// @throws IllegalArgumentException for what belongs to one ring
    public <R> Started<R> start(Op<R> op) {
        Affinity affinity = affinityOf(op);
        Lease lease = lease(op, affinity, chooser);
        Shard shard = begin(lease);
        return Started.on(shard.loop(), op, () -> end(op, affinity, lease, shard));
    }

    /// Starts a multishot somewhere. Until it has ended, all operations on its file go there.
    ///
    /// @param credit how many answers are welcome at first, 1 or more
    /// @param listener is called on that shard's thread
    /// @throws IllegalArgumentException for what belongs to one ring
    public <R> StartedEach<R> start(MultishotOp<R> op, int credit, MultishotListener<R> listener) {
        Affinity affinity = affinityOf(op);
        Lease lease = lease(op, affinity, chooser);
        Shard shard = begin(lease);
        StartedEach<R> started =
                new StartedEach<>(shard, listener, () -> end(op, affinity, lease, shard));
        boolean isTaken = false;
        try {
            started.begin(op, credit);
            isTaken = true;
        } finally {
            if (!isTaken) {
                end(op, affinity, lease, shard);
            }
        }
        return started;
    }

    /// What runs one operation after the other, each wherever there is least to do, and tells a
    /// listener: the callback path.
    public <R> RoutedRun<R> run(RoutedRun.Listener<R> listener) {
        return new RoutedRun<>(shards, this, listener);
    }

    /// A file was closed: an operation under the same number is on another file.
    public void forget(Fd<?> file) {
        leases.forget(file);
    }

    /// How many files are bound to a shard, or were a moment ago.
    int leases() {
        return leases.size();
    }

    /// What an operation does to its file.
    ///
    /// @throws IllegalArgumentException for what belongs to one ring
    Affinity affinityOf(Request<?> op) {
        Target<?> file = op.target();
        if (Affinity.isOfOneRing(op.opcode()) || (file != null && !(file instanceof Fd<?>))) {
            throw new IllegalArgumentException(
                    op
                            + ", which belongs to one ring, expected one that any ring can run: run"
                            + " it on the loop whose it is");
        }
        return op instanceof MultishotOp<?> && file != null
                ? Affinity.HARD
                : Affinity.of(op.opcode(), isFile(file));
    }

    /// The place of an operation's file, null when it has none.
    @Nullable Lease lease(
            Request<?> op, Affinity affinity, Function<@Nullable Shard, Shard> choice) {
        Target<?> file = op.target();
        return affinity == Affinity.NONE || file == null
                ? null
                : leases.begin(file, affinity, choice);
    }

    private Shard begin(@Nullable Lease lease) {
        Shard shard = lease == null ? choose(null) : lease.shard;
        begin(shard, shard.equals(shards.current()));
        return shard;
    }

    /// Counts an operation on its shard.
    void begin(Shard shard, boolean isLocal) {
        shard.tallies.pending.incrementAndGet();
        if (isLocal) {
            shard.tallies.local.increment();
        } else {
            shard.tallies.remote.increment();
        }
    }

    /// Hands an operation's place back.
    void end(Request<?> op, Affinity affinity, @Nullable Lease lease, Shard shard) {
        shard.tallies.pending.decrementAndGet();
        Target<?> file = op.target();
        if (lease != null && file != null) {
            leases.end(file, lease, affinity);
        }
    }

    /// AT_FDCWD is nobody's file.
    private static boolean isFile(@Nullable Target<?> file) {
        return file instanceof Fd<?> fd && fd.number() >= 0;
    }

    /// The shard with the fewest operations; of several, each in turn; the one that is preferred,
    /// or the caller's own, if it has not many more.
    Shard choose(@Nullable Shard preferred) {
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
