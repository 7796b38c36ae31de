package dev.ringmark.chaos.baton;

import dev.ringmark.chaos.sim.DeadlockException;
import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.Profile;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.chaos.workload.Violation;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.shards.Placement;
import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.Ticket;
import dev.ringmark.runtime.task.Boundary;
import dev.ringmark.runtime.task.BoundaryRequest;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Started;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.SplittableRandom;

/// One run of two shards on threads of their own, which sleep without end unless they are woken,
/// and of threads outside that give them tasks, messages, operations and requests, and take some of
/// these back; while one of the shards may end in the thick of it.
public final class ShardCrowd {

    private static final Profile PROFILE = Profile.of("6.18");
    private static final long PATIENCE_SEC = 40;
    private static final int SHARDS = 2;
    private static final int OTHERS_MAX = 3;
    private static final int ROUNDS_MAX = 4;
    private static final int TURNS_MAX = 30;
    private static final int COUNTER = 3;
    private static final Duration CLOSE_TIME = Duration.ofSeconds(1);
    private static final Duration A_WHILE = Duration.ofNanos(1 << 14);

    private final Baton baton;
    private final SimulatedKernel kernel;
    private final SplittableRandom chance;
    private final LoopOptions[] asked = new LoopOptions[SHARDS];
    private final @Nullable Loop[] loops = new @Nullable Loop[SHARDS];
    private final Boundary<Integer, Integer> channel;
    private final int[] pipe = new int[2];
    private final boolean[] isRead = new boolean[SHARDS];
    private final boolean[] isCounted = new boolean[SHARDS];
    private final int closesEarly;
    private @Nullable Shards shards;
    private @Nullable Violation violation;
    private int othersLeft;
    private long counted;
    private long taken;

    private ShardCrowd(long seed, PagePool pool) {
        chance = new SplittableRandom(seed);
        baton = new Baton(chance.nextLong(), PATIENCE_SEC);
        kernel =
                new SimulatedKernel(
                        SimulatedKernel.Options.of(PROFILE, seed).withOthers(baton), pool);
        channel = Boundary.channel(1, kernel::nanoTime);
        closesEarly = chance.nextInt(2) == 0 ? 1 : SHARDS;
    }

    /// Runs what a seed stands for.
    public static Crowd.Result run(long seed) {
        try (PagePool pool = new PagePool()) {
            ShardCrowd crowd = new ShardCrowd(seed, pool);
            try {
                crowd.run();
            } catch (Baton.StuckException e) {
                crowd.broken(Invariant.I_07, String.valueOf(e.getMessage()));
                return crowd.result();
            }
            crowd.kernel.close();
            return crowd.result();
        }
    }

    private Crowd.Result result() {
        long hash = baton.hash() * 31 + kernel.traceHash();
        return new Crowd.Result(violation, hash, baton.turns());
    }

    private void run() {
        kernel.calls().pipe(pipe, 0);
        boolean hasMessages = chance.nextBoolean();
        baton.add("maker", () -> make(hasMessages ? WakeKind.MESSAGE : WakeKind.EVENTFD));
        for (int at = 0; at < SHARDS; at++) {
            int shard = at;
            int turns = at == closesEarly ? chance.nextInt(TURNS_MAX) : Integer.MAX_VALUE;
            baton.add("shard-" + at, () -> own(shard, turns));
        }
        othersLeft = 1 + chance.nextInt(OTHERS_MAX);
        for (int at = othersLeft; at > 0; at--) {
            SplittableRandom own = chance.split();
            baton.add("other-" + at, () -> disturb(own));
        }
        Throwable thrown = baton.run();
        if (thrown instanceof DeadlockException) {
            broken(Invariant.I_07, "a shard sleeps for ever: " + thrown.getMessage());
        } else if (thrown != null) {
            broken(Invariant.I_14, "it threw " + thrown);
        }
        kernel.close(pipe[0]);
        kernel.close(pipe[1]);
        int open = kernel.openFds();
        check(open == 0, Invariant.I_12, open + " fds are still open");
        check(kernel.outside().badFds() == 0, Invariant.I_12, "an fd was used that is not open");
    }

    private void make(WakeKind doorbell) {
        LoopOptions options =
                LoopOptions.named("shard")
                        .withHeldMax(Duration.ZERO)
                        .withDriver(DriverOptions.permits(4).withWaitersMax(100));
        shards =
                Shards.builder()
                        .shards(SHARDS)
                        .kernel(kernel)
                        .loop(options)
                        .doorbell(doorbell)
                        .messageCapacity(2)
                        .stealing(2, 1)
                        .counterTag(COUNTER, 3)
                        .leases(Duration.ZERO)
                        .startBy(this::open);
    }

    /// Has the next shard's thread open its loop.
    private Loop open(Kernel its, LoopOptions options) {
        int next = 0;
        while (asked[next] != null) {
            next++;
        }
        int shard = next;
        asked[shard] = options;
        baton.await(() -> loops[shard] != null);
        Loop loop = loops[shard];
        if (loop == null || !its.equals(kernel)) {
            throw new IllegalStateException("no loop was opened");
        }
        return loop;
    }

    private void own(int shard, int turns) {
        baton.await(() -> asked[shard] != null);
        Loop loop = Loop.onThisThread(kernel, asked[shard]);
        loops[shard] = loop;
        baton.await(() -> shards != null);
        for (int turn = 0; turn < turns && othersLeft > 0; turn++) {
            boolean hasMore = loop.turn();
            baton.point();
            if (!hasMore && othersLeft > 0) {
                loop.awaitEvent();
            }
        }
        loop.close(CLOSE_TIME);
        check(loop.taskCount() == 0, Invariant.I_01, "a task has no end");
    }

    private void disturb(SplittableRandom own) {
        baton.await(() -> shards != null);
        Shards all = shards;
        for (int round = 1 + own.nextInt(ROUNDS_MAX); round > 0 && all != null; round--) {
            Shard to = all.shard(own.nextInt(SHARDS));
            try {
                switch (own.nextInt(6)) {
                    case 0 -> fork(all, Placement.on(to.index()), own.nextInt(4));
                    case 1 -> fork(all, Placement.stealable(to.index()), own.nextInt(4));
                    case 2 -> {
                        int kind = own.nextInt(3);
                        alone(isRead, to, () -> write(all, to, kind));
                    }
                    case 3 -> operate(all, own.nextInt(3));
                    case 4 -> alone(isCounted, to, () -> count(all, to));
                    default -> ask(all, to, own.nextInt(3));
                }
            } catch (TaskException.Closed e) {
                check(mayBeClosed(to), Invariant.I_10, "an open shard refused: " + e.getMessage());
            } catch (TaskException.Overloaded e) {
                baton.point(); // others have filled what it would have gone to
            }
        }
        othersLeft--;
        for (Loop loop : loops) {
            if (loop != null) {
                loop.tell(() -> {}); // the owner looks whether it is the last one
            }
        }
    }

    /// What only one thread outside does with a shard at a time: else it would take what another
    /// one waits for.
    private static void alone(boolean[] isUsed, Shard shard, Runnable body) {
        if (isUsed[shard.index()]) {
            return;
        }
        isUsed[shard.index()] = true;
        try {
            body.run();
        } finally {
            isUsed[shard.index()] = false;
        }
    }

    private boolean mayBeClosed(Shard shard) {
        return shard.index() == closesEarly || othersLeft == 0;
    }

    /// A task that ends, wherever it runs, and may be cancelled meanwhile (C-50, C-53).
    private void fork(Shards all, Placement placement, int kind) {
        int[] runs = new int[1];
        boolean isPinned = placement instanceof Placement.Pinned;
        int home = all.pick(placement).index();
        GroupTask<Integer> task =
                all.spawn(
                        placement,
                        () -> {
                            runs[0]++;
                            Shard on = all.current();
                            check(
                                    on != null && (!isPinned || on.index() == home),
                                    Invariant.I_20,
                                    "a task of shard " + home + " runs on " + on);
                            switch (kind) {
                                case 0 -> Task.sleep(A_WHILE);
                                case 1 -> all.operations().run(Nop.plain(), null);
                                default -> Task.snooze();
                            }
                            return 1;
                        });
        if (kind == 3) {
            task.cancel();
        }
        boolean isTold = baton.await(task::isDone);
        check(isTold, Invariant.I_07, "a task is never begun, or has no end");
        check(runs[0] <= 1, Invariant.I_01, "a task ran " + runs[0] + " times");
        boolean isWell = isTold && !task.future().isCompletedExceptionally();
        check(!isWell || runs[0] == 1, Invariant.I_01, "a task has a result and did not run");
    }

    /// A message with a ticket, and a task that takes it (C-51, C-52).
    private void write(Shards all, Shard to, int kind) {
        GroupTask<Integer> reader =
                all.spawn(
                        Placement.on(to.index()),
                        () -> to.receive(kind == 0 ? A_WHILE : null).value());
        Ticket ticket = to.send(1, 7);
        boolean isTold = baton.await(() -> ticket.isDone() || reader.isDone());
        check(isTold, Invariant.I_07, "who waits for a message is never told");
        if (isTold && !ticket.isDone()) { // the reader has lost patience
            check(to.poll() != null, Invariant.I_01, "a message that nobody has taken has gone");
        }
        check(ticket.isDone(), Invariant.I_01, "a ticket has no end");
        check(baton.await(reader::isDone), Invariant.I_07, "a reader has no end");
    }

    /// An operation that never ends by itself, cancelled from here (C-50).
    private void operate(Shards all, int kind) {
        Started<?> poll = all.operations().start(Poll.of(Fd.of(pipe[0]), PollEvent.IN));
        Started<?> nop = all.operations().start(Nop.plain());
        if (kind == 0) {
            baton.point();
        }
        poll.cancel();
        check(baton.await(nop::isDone), Invariant.I_07, "an operation has no end");
        check(baton.await(poll::isDone), Invariant.I_07, "a cancel did not get there");
    }

    /// A counter, and a task that takes the sum (C-52).
    private void count(Shards all, Shard to) {
        GroupTask<Long> taker =
                all.spawn(Placement.on(to.index()), () -> to.awaitCount(COUNTER, null));
        to.count(COUNTER, 1);
        counted++;
        boolean isTold = baton.await(taker::isDone);
        check(isTold, Invariant.I_07, "who waits for a count is never told");
        if (isTold && !taker.future().isCompletedExceptionally()) {
            taken += taker.future().join();
        }
        check(taken <= counted, Invariant.I_01, taken + " was taken of " + counted);
    }

    /// A request to a task, which may be taken back (C-54).
    private void ask(Shards all, Shard to, int kind) {
        Boundary.Reply<Integer> reply = channel.tryCall(3, null);
        GroupTask<Integer> server =
                all.spawn(
                        Placement.on(to.index()),
                        () -> {
                            BoundaryRequest<Integer, Integer> request = channel.receive(A_WHILE);
                            return request.respond(request.request() + 1) ? 1 : 0;
                        });
        if (kind == 0) {
            reply.cancel();
        }
        check(baton.await(server::isDone), Invariant.I_07, "a server has no end");
        if (!reply.isDone()) {
            check(reply.cancel(), Invariant.I_01, "a request that has not ended cannot be ended");
        }
        check(reply.isDone(), Invariant.I_01, "a request has no end");
    }

    private void check(boolean isSo, Invariant invariant, String otherwise) {
        if (!isSo) {
            broken(invariant, otherwise);
        }
    }

    private void broken(Invariant invariant, String detail) {
        if (violation == null) {
            violation = new Violation(invariant, detail);
        }
    }
}
