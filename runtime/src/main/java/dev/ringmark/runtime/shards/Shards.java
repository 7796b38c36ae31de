package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopGroup;
import dev.ringmark.runtime.task.LoopReport;
import dev.ringmark.runtime.task.RawRequest;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Opcode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Several loops as one runtime: tasks are placed and stolen, shards send each other messages, and
/// operations run wherever there is least to do.
///
/// ```
/// try (Shards shards = Shards.builder().shards(2).start()) {
///     int answer = shards.run(() -> 42);
/// }
/// ```
///
/// A shard is one platform thread, one ring and one run queue. Any thread.
public final class Shards implements AutoCloseable {

    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

    /// How much later than asked a shard may end that somebody holds up, before it is given up.
    private static final Duration LATENESS_MAX = Duration.ofSeconds(1);

    private static final RawRequest BARRIER = sqe -> sqe.prepare(Opcode.NOP, -1, 0, 0, 0);

    private final List<Shard> shards = new ArrayList<>();

    /// By the shards' index: completes when the loop has ended and all its tickets have.
    private final List<CompletableFuture<LoopReport>> ends = new ArrayList<>();

    private final Map<Loop, Shard> byLoop = new HashMap<>();
    private final LoopGroup group;
    private final Operations operations;
    private final boolean isHere;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicReference<@Nullable CompletableFuture<ShardsReport>> end =
            new AtomicReference<>();

    Shards(ShardsBuilder options, List<Loop> loops, boolean isHere) {
        this.isHere = isHere;
        for (Loop loop : loops) {
            Shard shard = new Shard(this, shards.size(), loop, options);
            shards.add(shard);
            byLoop.put(loop, shard);
        }
        group = LoopGroup.of(loops, options.stealableCapacity, options.stealBudget);
        operations = new Operations(this, new Leases(options.kernel::nanoTime, options.leaseNs));
        for (Shard shard : shards) {
            ends.add(shard.loop().whenEnded().whenComplete((_, _) -> shard.close()));
        }
    }

    /// How one is to be made.
    public static ShardsBuilder builder() {
        return new ShardsBuilder();
    }

    /// How many shards there are.
    public int count() {
        return shards.size();
    }

    /// One of them.
    ///
    /// @param index from 0
    public Shard shard(int index) {
        if (index < 0 || index >= shards.size()) {
            throw new IllegalArgumentException(
                    "shard: " + index + ", expected 0.." + (shards.size() - 1));
        }
        return shards.get(index);
    }

    /// All of them, by index.
    public List<Shard> all() {
        return List.copyOf(shards);
    }

    /// The shard whose task calls, or null outside.
    public @Nullable Shard current() {
        Loop loop = Loop.current();
        return loop == null ? null : byLoop.get(loop);
    }

    /// The shard of a loop: of the one that a socket or a file belongs to.
    ///
    /// @throws IllegalArgumentException when the loop is another runtime's
    public Shard of(Loop loop) {
        Shard shard = byLoop.get(loop);
        if (shard == null) {
            throw new IllegalArgumentException(
                    "loop: one of another runtime, expected one of these " + shards.size());
        }
        return shard;
    }

    /// Where a placement leads right now: for sockets and files that are to be that shard's
    /// (SPG-096).
    ///
    /// @throws TaskException.Closed when each of them has ended
    public Shard pick(Placement placement) {
        return switch (placement) {
            case Placement.Pinned(int at) -> shard(at);
            case Placement.StealablePreferred(int at) -> shard(at);
            case Placement.Here(), Placement.Stealable() -> here();
            case Placement.RoundRobin() -> next();
            case Placement.Sticky(Object key) -> shard(indexOf(key));
        };
    }

    /// Operations that run on whichever shard has least to do.
    public Operations operations() {
        return operations;
    }

    /// Runs a task on the first shard, and waits for it.
    ///
    /// @throws TaskException.Failed when it has thrown
    public <T extends @Nullable Object> T run(Callable<T> body) {
        return spawn(Placement.on(0), body).join(null);
    }

    /// Starts a task.
    ///
    /// @throws TaskException.Overloaded when it is stealable, and too many wait where it would
    /// @throws TaskException.Closed when its shard, or each of them, has ended
    public <T extends @Nullable Object> GroupTask<T> spawn(Placement placement, Callable<T> body) {
        Shard home = pick(placement);
        return switch (placement) {
            case Placement.Stealable _, Placement.StealablePreferred _ -> stealable(home, body);
            case Placement.Pinned _, Placement.Here _, Placement.RoundRobin _, Placement.Sticky _ ->
                    pinned(home, body);
        };
    }

    /// What all doorbells that the calling task's shard has yet to send, and an operation behind
    /// them, have gone to the kernel for; outside of the shards there is nothing to wait for
    /// (SPG-021).
    public Ticket flush() {
        Loop loop = Loop.current();
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        if (loop == null || !byLoop.containsKey(loop)) {
            done.complete(null);
        } else {
            CompletableFuture<?> _ =
                    loop.submit(BARRIER)
                            .whenComplete(
                                    (_, failed) -> {
                                        if (failed == null) {
                                            done.complete(null);
                                        } else {
                                            done.completeExceptionally(failed);
                                        }
                                    });
        }
        return new Ticket(done);
    }

    /// What all of them are at.
    public ShardsSnapshot snapshot() {
        return new ShardsSnapshot(
                shards.stream().map(shard -> shard.snapshot(group)).toList(), operations.leases());
    }

    /// Has all shards end, and does not wait: their tasks are cancelled, then their rings end, all
    /// by a deadline. Asking again gives the end that was asked for first.
    ///
    /// @return completes within the time and a second, whatever a task does; it is the caller's
    public CompletableFuture<ShardsReport> shutdown(Duration time) {
        CompletableFuture<ShardsReport> whole = new CompletableFuture<>();
        if (end.compareAndSet(null, whole)) {
            List<CompletableFuture<LoopReport>> each =
                    shards.stream().map(shard -> ended(shard, time)).toList();
            CompletableFuture<?> _ =
                    CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
                            .thenRun(() -> whole.complete(report(each)));
        }
        CompletableFuture<ShardsReport> known = end.get();
        return known == null ? whole : known.copy();
    }

    /// Ends all shards within ten seconds.
    @Override
    public void close() {
        close(CLOSE_TIME);
    }

    /// Ends all shards, as [#shutdown], and waits for it.
    ///
    /// @throws IllegalStateException when one of their tasks asks, which would wait for itself
    public ShardsReport close(Duration time) {
        if (current() != null) {
            throw new IllegalStateException(
                    "a task that waits for the end of its shard would wait for itself: shutdown()"
                            + " does not wait");
        }
        CompletableFuture<ShardsReport> whole = shutdown(time);
        if (isHere) {
            shards.forEach(shard -> shard.loop().close(time));
        }
        return Task.await(whole, null, "the end of the shards");
    }

    /// Who sends: the shard whose task calls, or nobody of ours.
    int sender() {
        Shard shard = current();
        return shard == null ? Message.OUTSIDE : shard.index();
    }

    private <T extends @Nullable Object> GroupTask<T> pinned(Shard home, Callable<T> body) {
        GroupTask<T> task =
                group.fork(
                        home.loop(),
                        LoopGroup.Placement.PINNED,
                        () -> {
                            requireHome(home);
                            home.tallies.executed.increment();
                            return body.call();
                        });
        home.tallies.pinned.increment();
        return task;
    }

    private <T extends @Nullable Object> GroupTask<T> stealable(Shard home, Callable<T> body) {
        try {
            GroupTask<T> task =
                    group.fork(
                            home.loop(),
                            LoopGroup.Placement.STEALABLE,
                            () -> {
                                here().tallies.executed.increment();
                                return body.call();
                            });
            home.tallies.stealable.increment();
            return task;
        } catch (TaskException.Overloaded e) {
            home.tallies.overloaded.increment();
            throw e;
        }
    }

    /// What stays on a shard is never begun by another one (SPG-032).
    void requireHome(Shard home) {
        if (!home.equals(current())) {
            home.tallies.violations.increment();
            throw new IllegalStateException(home + "'s task was begun by " + current());
        }
    }

    private Shard here() {
        Shard shard = current();
        return shard == null ? next() : shard;
    }

    /// The next one in turn that has not ended.
    private Shard next() {
        for (int tried = 0; tried < shards.size(); tried++) {
            Shard shard = shards.get(Math.floorMod(turn.getAndIncrement(), shards.size()));
            if (shard.isOpen()) {
                return shard;
            }
        }
        throw Ingress.closed();
    }

    /// Spread, because the hashes of small numbers lie side by side.
    private int indexOf(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return (int) ((Integer.toUnsignedLong(hash) * shards.size()) >>> 32);
    }

    /// A loop's end, or that it has none in time.
    private CompletableFuture<LoopReport> ended(Shard shard, Duration time) {
        CompletableFuture<LoopReport> _ = shard.loop().shutdown(time);
        CompletableFuture<LoopReport> ended = ends.get(shard.index()).copy();
        if (isHere) {
            return ended;
        }
        LoopReport late = new LoopReport(shard.loop().taskCount(), 0, "it did not end in time", "");
        return ended.completeOnTimeout(
                late, time.plus(LATENESS_MAX).toNanos(), TimeUnit.NANOSECONDS);
    }

    private ShardsReport report(List<CompletableFuture<LoopReport>> each) {
        long refused = 0;
        for (Shard shard : shards) {
            shard.close();
            refused += shard.port.plain.counts().refused() + shard.port.hot.counts().refused();
        }
        return new ShardsReport(each.stream().map(CompletableFuture::join).toList(), refused);
    }
}
