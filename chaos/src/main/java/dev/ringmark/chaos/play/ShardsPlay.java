package dev.ringmark.chaos.play;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.shards.Message;
import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.ShardsSnapshot;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Started;
import dev.ringmark.runtime.task.TaskException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shards that send each other messages, add to counters, run each other's operations and take each
/// other's tasks, while some are held up, asleep, or closed; compared with what was counted
/// outside.
final class ShardsPlay extends Play {

    private static final int SHARDS = 3;
    private static final int CAPACITY = 3;
    private static final int JOINED = 1;
    private static final int COUNTER = 2;
    private static final int THRESHOLD = 5;
    private static final int TURNS_OF_OTHERS = 8;
    private static final int SETTLED_MAX = 10_000;
    private static final Duration CLOSE_TIME = Duration.ofSeconds(1);
    private static final Duration A_WHILE = Duration.ofNanos(1 << 18);

    private final Shards shards;
    private final Letters letters;
    private final boolean[] isClosed = new boolean[SHARDS];
    private final List<Started<?>> started = new ArrayList<>();
    private final long[] added = new long[SHARDS];
    private final long[] counted = new long[SHARDS];
    private final long[] joined = new long[SHARDS];
    private final long[] heard = new long[SHARDS];
    private final ShardTruth truth;
    private final ShardCrew crew;
    private final ShardControls controls;
    private final int[] pipe = new int[2];
    private int sleeps;
    private boolean isAsleep;
    private int waiting;
    private int events;
    private int overloads;

    ShardsPlay(Stage stage) {
        super(stage);
        LoopOptions options =
                LoopOptions.named("shard")
                        .withHeldMax(Duration.ZERO)
                        .withDriver(stage.shape().options());
        shards =
                Shards.builder()
                        .shards(SHARDS)
                        .kernel(kernel)
                        .loop(options)
                        .doorbell(doorbell(stage.seed()))
                        .messageCapacity(CAPACITY)
                        .stealing(ShardCrew.LINE, 2)
                        .joinedTags(JOINED)
                        .counterTag(COUNTER, THRESHOLD)
                        .leases(Duration.ZERO)
                        .controlTag(ShardControls.TAG, this::hears)
                        .startOnThisThread();
        truth = new ShardTruth(shards, this::check);
        crew = new ShardCrew(shards, truth, isClosed, this::check);
        letters = new Letters(shards, CAPACITY, truth, this::check);
        controls = new ShardControls(shards, truth, this::check);
        kernel.calls().pipe(pipe, 0);
    }

    private static WakeKind doorbell(long seed) {
        return (seed & 1) == 0 ? WakeKind.EVENTFD : WakeKind.MESSAGE;
    }

    @Override
    void act(int action, int argument) {
        int which = argument % SHARDS;
        int other = (argument >>> 2) % SHARDS;
        int more = argument >>> 4;
        switch (action) {
            case 0 -> letters.send(which, more % 3);
            case 1, 2 -> spawn(which, () -> letters.send(other, more % 3));
            case 3, 4 -> spawn(which, () -> letters.receive(which, 1 + more % 3, A_WHILE));
            case 5 -> spawn(which, () -> add(other, 1 + more % THRESHOLD));
            case 6 -> spawn(which, () -> awaitCount(which, A_WHILE));
            case 7 -> spawn(which, () -> join(other, more));
            case 8 -> hear(which);
            case 9 -> sleep(which, more);
            case 10 -> spawn(which, () -> operate(more));
            case 11 -> {
                if (more % 16 == 0) {
                    close(1 + which % (SHARDS - 1));
                } else {
                    begin(more);
                }
            }
            case 12 -> later(more, () -> letters.send(which, 1));
            case 13 -> {
                switch (more % 4) {
                    case 0, 1 -> crew.give(which, more >>> 2);
                    case 2 -> tell(which, other, more >>> 2);
                    default -> crew.runAlone(which, more >>> 2);
                }
            }
            default -> turn(which);
        }
    }

    private void spawn(int home, Runnable body) {
        var _ = crew.spawn(home, body);
    }

    /// Control messages: of a task, or from outside.
    private void tell(int from, int to, int argument) {
        if ((argument & 3) == 0) {
            controls.send(to);
        } else {
            spawn(from, () -> repeat(argument & 3, () -> controls.send(to)));
        }
    }

    private static void repeat(int times, Runnable body) {
        for (int at = 0; at < times; at++) {
            body.run();
        }
    }

    private void hears(Shard to, Message message) {
        controls.heard(to, message);
    }

    private void add(int to, int count) {
        try {
            shards.shard(to).count(COUNTER, count);
            added[to] += count;
        } catch (TaskException.Closed e) {
            check(isClosed[to], Invariant.I_10, "an open shard refused a count");
        }
    }

    private void awaitCount(int which, @Nullable Duration time) {
        long begin = kernel.nanoTime();
        try {
            long sum = shards.shard(which).awaitCount(COUNTER, time);
            counted[which] += sum;
        } catch (TaskException.TimedOut e) { // a sum that has come by now is there for the next one
            check(
                    time != null && kernel.nanoTime() - begin >= time.toNanos(),
                    Invariant.I_11,
                    "it waited for a count, and gave up too early");
        }
    }

    private void join(int to, int value) {
        try {
            shards.shard(to).tell(JOINED, value);
            joined[to] += value;
            truth.of(to).sent++;
        } catch (TaskException.Overloaded | TaskException.Closed e) {
            truth.of(to).refused += e instanceof TaskException.Overloaded ? 1 : 0;
            check(
                    e instanceof TaskException.Closed == isClosed[to],
                    Invariant.I_10,
                    "it refused a number: " + e.getMessage());
        }
    }

    /// @return whether there was a sum, which may be 0
    private boolean hear(int which) {
        Message sum = shards.shard(which).pollHot();
        heard[which] += sum == null ? 0 : sum.value();
        truth.of(which).taken += sum == null ? 0 : 1;
        return sum != null;
    }

    /// Runs an operation wherever there is least to do, of which some never end by themselves.
    private void operate(int argument) {
        boolean isNop = (argument & 1) == 0;
        truth.begin(!isNop);
        try {
            if (isNop) {
                Completed<?> done = shards.operations().run(Nop.plain(), null);
                check(!done.isStopped() || isAnyClosed(), Invariant.I_05, "it was " + done);
            } else {
                Duration time = Duration.ofNanos(1L << (argument >>> 1 & 0xf));
                shards.operations().run(Poll.of(Fd.of(pipe[0]), PollEvent.IN), time);
            }
        } catch (TaskException.TimedOut e) {
            check(!isNop, Invariant.I_11, "it timed out without a time");
        } catch (TaskException.Overloaded e) {
            overloads++;
        } catch (TaskException.Failed e) {
            check(isAnyClosed(), Invariant.I_10, "its shard is open: " + e);
        } finally {
            truth.end(!isNop);
        }
    }

    /// Starts an operation from outside, to be cancelled later.
    private void begin(int argument) {
        try {
            Started<?> each = shards.operations().start(Poll.of(Fd.of(pipe[0]), PollEvent.IN));
            started.add(each);
            later(argument, each::cancel);
        } catch (TaskException.Closed e) {
            broken(Invariant.I_10, "there is always an open shard: " + e.getMessage());
        }
    }

    private void turn(int which) {
        if (!isClosed[which]) {
            shards.shard(which).loop().turn();
        }
    }

    /// A shard that has nothing to do sleeps until a task of another one gives it something.
    private void sleep(int which, int argument) {
        int from = another(which);
        Shard shard = shards.shard(which);
        boolean isAble = !isClosed[which] && from != which && !crew.isHeldUp(from);
        if (!isAble || shard.loop().turn() || shard.loop().turn()) {
            return;
        }
        spawn(from, () -> spawn(which, () -> letters.send(from, 1)));
        sleeps++;
        isAsleep = true;
        laterTurns(from, argument);
        shard.loop().awaitEvent();
        isAsleep = false;
    }

    private int another(int which) {
        int next = (which + 1) % SHARDS;
        return isClosed[next] ? 0 : next;
    }

    private void later(int argument, Runnable what) {
        waiting++;
        kernel.schedule(
                Duration.ofNanos(1L << (argument & 0xf)),
                () -> {
                    waiting--;
                    events++;
                    what.run();
                });
    }

    private boolean isAnyClosed() {
        boolean isAny = false;
        for (boolean isOne : isClosed) {
            isAny |= isOne;
        }
        return isAny;
    }

    private void close(int which) {
        if (!isClosed[which]) {
            isClosed[which] = true; // whoever sends meanwhile is taken or refused
            truth.of(which).isClosed = true;
            shards.shard(which).loop().close(CLOSE_TIME);
            letters.closed(which);
        }
    }

    @Override
    void compare() {
        letters.compare();
        controls.compare();
        ShardsSnapshot now;
        int before;
        do {
            before = events;
            now = shards.snapshot();
        } while (before != events); // what happens meanwhile changes it
        check(
                now.sum(shard -> shard.loop().counts().get("rejected")) >= overloads,
                Invariant.I_26,
                overloads + " operations found no room, it says " + now);
        long open = started.stream().filter(each -> !each.isDone()).count();
        truth.compare(now, open, started.size());
    }

    @Override
    void help() {
        for (int which = 0; which < SHARDS; which++) {
            turn(which);
        }
    }

    @Override
    boolean isAtRest() {
        return waiting == 0
                && controls.isAtRest()
                && crew.isAtRest()
                && started.stream().allMatch(Started::isDone);
    }

    /// Whoever waits without end is woken by what another shard's task sends.
    @Override
    void atRest() {
        int leases = shards.snapshot().leases();
        long pending = shards.snapshot().sum(shard -> shard.operations().pending());
        check(
                leases == 0 && pending == 0,
                Invariant.I_26,
                leases + " leases and " + pending + " operations are left");
        for (int which = 0; which < SHARDS; which++) {
            probe(which);
        }
    }

    private void probe(int which) {
        letters.drain(which);
        probe(which, 1, () -> letters.receive(which, 1, null), to -> letters.send(to, 1));
        probe(which, 2, () -> letters.receive(which, 1, null), to -> letters.send(to, 2));
        flood(which);
        counted[which] += shards.shard(which).takeCount(COUNTER);
        probe(which, 1, () -> awaitCount(which, null), to -> add(to, 1));
    }

    /// One that fills its lane does not keep a shard from what another one sends.
    private void flood(int which) {
        int from = another(which);
        if (isClosed[which] || from == which) {
            return;
        }
        letters.send(which, 1);
        letters.drain(which); // it was their turn
        for (int sent = 0; sent < CAPACITY; sent++) {
            letters.send(which, 1);
        }
        spawn(from, () -> letters.send(which, 1));
        settle(from);
        int before = letters.takenBefore(which, from);
        check(before <= 1, Invariant.I_16, before + " messages of another shard came first");
        letters.drain(which);
    }

    private interface Sender {
        void sendTo(int shard);
    }

    /// Some wait on a shard, which sleeps, and a task of another one sends what they wait for.
    private void probe(int which, int waiters, Runnable waiter, Sender sender) {
        int from = another(which);
        if (isClosed[which] || from == which) {
            return;
        }
        int[] told = new int[1];
        for (int at = 0; at < waiters; at++) {
            spawn(
                    which,
                    () -> {
                        waiter.run();
                        told[0]++;
                    });
        }
        settle(which);
        check(told[0] == 0, Invariant.I_07, "it was woken by nothing");
        spawn(from, () -> sender.sendTo(which));
        sleeps++;
        isAsleep = true;
        laterTurns(from, 9);
        while (told[0] < waiters) {
            shards.shard(which).loop().awaitEvent();
            settle(which);
        }
        isAsleep = false;
    }

    private void settle(int which) {
        Loop loop = shards.shard(which).loop();
        int turns = 0;
        while (loop.turn()) {
            turns++;
            if (turns == SETTLED_MAX) {
                broken(Invariant.I_08, "a shard that nobody gives anything does not come to rest");
                return;
            }
        }
    }

    /// Another loop's thread runs while this one sleeps.
    private void laterTurns(int from, int argument) {
        int sleep = sleeps;
        later(
                argument,
                () -> {
                    if (isAsleep && sleeps == sleep) {
                        kernel.aside(() -> turns(from));
                    }
                });
    }

    private void turns(int from) {
        for (int turns = 0; turns < TURNS_OF_OTHERS; turns++) {
            turn(from);
        }
    }

    @Override
    void end() {
        for (int which = 0; which < SHARDS; which++) {
            if (!isClosed[which]) {
                boolean mayHaveMore = true;
                while (mayHaveMore) {
                    mayHaveMore = hear(which);
                }
            }
            boolean wasOpen = !isClosed[which];
            counted[which] += wasOpen ? shards.shard(which).takeCount(COUNTER) : 0;
            close(which);
            check(
                    !wasOpen || counted[which] == added[which],
                    Invariant.I_01,
                    added[which] + " was counted up, " + counted[which] + " was taken");
            check(
                    !wasOpen || heard[which] == joined[which],
                    Invariant.I_01,
                    joined[which] + " was added up, " + heard[which] + " was heard");
        }
        check(crew.isAtRest(), Invariant.I_01, "a task has no end");
        letters.end();
        controls.end();
        kernel.close(pipe[0]);
        kernel.close(pipe[1]);
        check(driver.now() < Driver.NEVER, Invariant.I_11, "time is over");
    }
}
