package dev.ringmark.chaos.play;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopGroup;
import dev.ringmark.runtime.task.LoopGroup.Placement;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Opcode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Loops that share tasks none has begun, of which some are held up, asleep, or closing: each task
/// runs once or is refused, and a pinned one on its own loop.
final class StealPlay extends Play {

    private static final int LOOPS = 3;
    private static final int CAPACITY = 4;
    private static final int BUDGET = 2;
    private static final int HELD_UP_TURNS = 1000;
    private static final Duration CLOSE_TIME = Duration.ofSeconds(1);

    /// A task, and what is known of it.
    private static final class Entry {

        private final int home;
        private final boolean isPinned;
        private int runs;
        private @Nullable GroupTask<Integer> task;

        Entry(int home, boolean isPinned) {
            this.home = home;
            this.isPinned = isPinned;
        }

        @Nullable Loop loop() {
            GroupTask<Integer> known = task;
            return known == null ? null : known.loop();
        }

        boolean isDone() {
            GroupTask<Integer> known = task;
            return known == null || known.isDone();
        }
    }

    private final List<Loop> loops = new ArrayList<>();
    private final boolean[] isClosed = new boolean[LOOPS];
    private final LoopGroup group;
    private final List<Entry> entries = new ArrayList<>();
    private int helps;

    StealPlay(Stage stage) {
        super(stage);
        for (int at = 0; at < LOOPS; at++) {
            LoopOptions options = LoopOptions.named("loop " + at).withHeldMax(Duration.ZERO);
            loops.add(
                    Loop.onThisThread(kernel, options.withDriver(stage.shape().options())));
        }
        if (loops.getFirst().scheduling() != Scheduling.ON_LOOP) {
            throw new IllegalStateException(
                    "tasks on other threads are no simulation: --add-opens is missing");
        }
        group = LoopGroup.of(loops, CAPACITY, BUDGET);
    }

    @Override
    void act(int action, int argument) {
        int which = argument % LOOPS;
        switch (action) {
            case 0, 1, 2, 3 -> give(which, Placement.STEALABLE, argument >>> 4);
            case 4 -> give(which, Placement.PINNED, argument >>> 4);
            case 9 -> sleep(which, argument >>> 4);
            case 10 -> cancel(argument);
            case 11 -> {
                if (argument % 8 == 0) {
                    close(1 + which % (LOOPS - 1));
                }
            }
            case 12 -> later(argument, () -> give(which, Placement.STEALABLE, 0));
            default -> turn(which);
        }
    }

    private void give(int home, Placement placement, int argument) {
        Entry entry = new Entry(home, placement == Placement.PINNED);
        try {
            entry.task =
                    group.fork(loops.get(home), placement, () -> body(entry, argument));
            entries.add(entry);
        } catch (TaskException.Overloaded e) {
            check(
                    group.waiting(loops.get(home)) == CAPACITY,
                    Invariant.I_06,
                    "a line that is not full refused a task: " + e.getMessage());
        } catch (TaskException.Closed e) {
            check(isClosed[home], Invariant.I_10, "an open loop refused a task");
        }
    }

    private int body(Entry entry, int argument) {
        entry.runs++;
        Loop on = entry.loop();
        switch (argument & 3) {
            case 0 -> Task.sleep(Duration.ofNanos(1L << (argument >>> 2 & 0xf)));
            case 1 -> {
                if (on != null) {
                    on.call((Sqe sqe) -> sqe.prepare(Opcode.NOP, -1, 0, 0, 0));
                }
            }
            default -> {}
        }
        return argument;
    }

    private void turn(int which) {
        if (!isClosed[which]) {
            loops.get(which).turn();
        }
    }

    /// A loop that has nothing to do sleeps, until a task is given to another one that is held up.
    private void sleep(int which, int argument) {
        Loop loop = loops.get(which);
        if (isClosed[which] || loop.turn() || loop.turn()) {
            return;
        }
        int next = (which + 1) % LOOPS;
        later(argument, () -> give(isClosed[next] ? which : next, Placement.STEALABLE, 2));
        loop.awaitEvent();
    }

    private void later(int argument, Runnable what) {
        kernel.schedule(Duration.ofNanos(1L << (argument & 0xf)), what);
    }

    private void cancel(int argument) {
        if (!entries.isEmpty()) {
            GroupTask<Integer> task = entries.get(argument % entries.size()).task;
            if (task != null) {
                task.cancel();
            }
        }
    }

    private void close(int which) {
        if (!isClosed[which]) {
            isClosed[which] = true; // whoever gives it a task meanwhile is refused
            long before = group.attemptsBy(loops.get(which));
            loops.get(which).close(CLOSE_TIME);
            check(
                    group.attemptsBy(loops.get(which)) == before,
                    Invariant.I_10,
                    "a loop that closes takes tasks of others");
            for (Entry entry : entries) {
                boolean isIts = loops.get(which).equals(entry.loop());
                boolean isLeft = entry.home == which && entry.loop() == null;
                check(
                        entry.isDone() || !(isIts || isLeft),
                        Invariant.I_10,
                        "a task of a loop that is closed has not ended");
            }
        }
    }

    @Override
    void compare() {
        long stolen = 0;
        for (Entry entry : entries) {
            Loop on = entry.loop();
            boolean isAtHome = on == null || on.equals(loops.get(entry.home));
            check(entry.runs <= 1, Invariant.I_01, "a task ran " + entry.runs + " times");
            check(isAtHome || !entry.isPinned, Invariant.I_20, "a pinned task has moved");
            stolen += isAtHome ? 0 : 1;
        }
        long told = loops.stream().mapToLong(group::stolenBy).sum();
        check(told == stolen, Invariant.I_26, told + " tasks stolen, it says, but " + stolen);
    }

    /// At first all loops but one are held up: it begins what may move.
    @Override
    void help() {
        helps++;
        turn(0);
        if (helps == HELD_UP_TURNS) {
            for (Entry entry : entries) {
                check(
                        entry.isPinned || entry.loop() != null || entry.isDone(),
                        Invariant.I_16,
                        "a task waits for a loop that is held up");
            }
        }
        for (int which = 1; helps > HELD_UP_TURNS && which < LOOPS; which++) {
            turn(which);
        }
    }

    @Override
    boolean isAtRest() {
        return helps > HELD_UP_TURNS && entries.stream().allMatch(Entry::isDone);
    }

    @Override
    void end() {
        for (int which = 0; which < LOOPS; which++) {
            close(which);
        }
        for (Entry entry : entries) {
            check(entry.isDone(), Invariant.I_01, "a task has no end");
        }
    }
}
