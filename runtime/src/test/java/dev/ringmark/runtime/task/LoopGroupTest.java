package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.task.LoopGroup.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Loops that share tasks which none has begun.
@Timeout(60)
class LoopGroupTest { // SPG-028, SPG-029, SPG-042, C-53 tier R

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Loop start(String name) {
        return Loop.start(Kernel.host(), LoopOptions.named(name).withHeldMax(Duration.ZERO));
    }

    private static Loop here(String name) {
        return Loop.onThisThread(Kernel.host(), LoopOptions.named(name));
    }

    /// Holds a loop's thread until it is let go.
    private static AtomicBoolean hold(Loop loop) throws InterruptedException {
        AtomicBoolean isFree = new AtomicBoolean();
        CountDownLatch isHeld = new CountDownLatch(1);
        loop.execute(
                () -> {
                    isHeld.countDown();
                    while (!isFree.get()) {
                        Thread.onSpinWait();
                    }
                });
        isHeld.await();
        return isFree;
    }

    @Test
    void what_waits_for_a_blocked_loop_is_begun_by_another() // SPG-032, SPG-050
            throws InterruptedException {
        try (Loop home = start("home");
                Loop other = start("other")) {
            LoopGroup group = LoopGroup.of(List.of(home, other), 100, 4);
            AtomicBoolean isFree = hold(home);
            GroupTask<Integer> pinned = group.fork(home, Placement.PINNED, () -> 1);
            List<GroupTask<Integer>> tasks = new ArrayList<>();
            for (int at = 0; at < 50; at++) {
                int value = at;
                tasks.add(group.fork(home, Placement.STEALABLE, () -> value));
            }
            for (int at = 0; at < tasks.size(); at++) {
                assertEquals(at, tasks.get(at).join(PATIENCE));
                assertEquals(other, tasks.get(at).loop());
            }
            assertEquals(50, group.stolenBy(other));
            assertTrue(group.attemptsBy(other) >= 13, "a budget of 4");
            assertEquals(0, group.stolenBy(home));
            isFree.set(true);
            assertEquals(1, pinned.join(PATIENCE));
            assertEquals(home, pinned.loop());
        }
    }

    @Test
    void what_nobody_has_begun_runs_within_the_task_that_needs_it() // SPG-028, SPG-050
            throws InterruptedException {
        try (Loop home = start("home");
                Loop away = start("away")) {
            LoopGroup group = LoopGroup.of(List.of(home), 100, 4);
            AtomicInteger runs = new AtomicInteger();
            Callable<Thread> body =
                    () -> {
                        runs.incrementAndGet();
                        return Thread.currentThread();
                    };
            Task<Boolean> inside =
                    home.fork(
                            () -> {
                                GroupTask<Thread> part =
                                        group.fork(home, Placement.STEALABLE, body);
                                boolean isHere = part.runOrJoin().equals(Thread.currentThread());
                                return isHere && home.equals(part.loop());
                            });
            assertTrue(inside.join(PATIENCE));
            for (Loop other : List.of(home, away)) { // begun by a loop, or of another group
                Task<Boolean> outside =
                        other.fork(
                                () -> {
                                    GroupTask<Thread> part =
                                            group.fork(home, Placement.STEALABLE, body);
                                    if (other.equals(home)) {
                                        part.join(PATIENCE);
                                    }
                                    return part.runOrJoin().equals(Thread.currentThread());
                                });
                assertFalse(outside.join(PATIENCE));
            }
            Thread begun = group.fork(home, Placement.STEALABLE, body).runOrJoin(); // by no task
            assertNotEquals(Thread.currentThread(), begun);
            assertEquals(4, runs.get());
        }
    }

    @Test
    void what_runs_within_another_task_fails_and_is_cancelled_alone() // SPG-028
            throws InterruptedException {
        try (Loop home = start("home")) {
            LoopGroup group = LoopGroup.of(List.of(home), 100, 4);
            IllegalStateException own = new IllegalStateException("on purpose");
            CountDownLatch waits = new CountDownLatch(1);
            CompletableFuture<GroupTask<Integer>> never = new CompletableFuture<>();
            Task<Integer> task =
                    home.fork(
                            () -> {
                                GroupTask<Integer> fails =
                                        group.fork(
                                                home,
                                                Placement.STEALABLE,
                                                () -> {
                                                    throw own;
                                                });
                                TaskException e =
                                        assertThrows(TaskException.Failed.class, fails::runOrJoin);
                                assertEquals(own, e.getCause());
                                GroupTask<Integer> sleeps =
                                        group.fork(
                                                home,
                                                Placement.STEALABLE,
                                                () -> {
                                                    waits.countDown();
                                                    Task.sleep(Duration.ofDays(1));
                                                    return 1;
                                                });
                                never.complete(sleeps);
                                e = assertThrows(TaskException.Failed.class, sleeps::runOrJoin);
                                assertInstanceOf(TaskException.Cancelled.class, e.getCause());
                                Task.sleep(Duration.ofMillis(1)); // the caller is not cancelled
                                return 7;
                            });
            waits.await();
            never.join().cancel();
            assertEquals(7, task.join(PATIENCE));
        }
    }

    @Test
    void each_runs_once_whoever_is_faster() { // SPG-050, C-53
        try (Loop home = start("home");
                Loop other = start("other")) {
            LoopGroup group = LoopGroup.of(List.of(home, other), 1000, 4);
            AtomicInteger runs = new AtomicInteger();
            Task<Integer> task =
                    home.fork(
                            () -> {
                                int sum = 0;
                                for (int round = 0; round < 200; round++) {
                                    List<GroupTask<Integer>> parts = new ArrayList<>();
                                    for (int at = 0; at < 16; at++) {
                                        parts.add(
                                                group.fork(
                                                        home,
                                                        Placement.STEALABLE,
                                                        runs::incrementAndGet));
                                    }
                                    for (GroupTask<Integer> part : parts) {
                                        sum += part.runOrJoin() > 0 ? 1 : 0;
                                    }
                                }
                                return sum;
                            });
            assertEquals(200 * 16, task.join(PATIENCE));
            assertEquals(200 * 16, runs.get());
        }
    }

    @Test
    void a_full_line_is_an_error_that_the_caller_sees() throws InterruptedException {
        try (Loop home = start("home")) {
            LoopGroup group = LoopGroup.of(List.of(home), 2, 1);
            AtomicBoolean isFree = hold(home);
            GroupTask<Integer> first = group.fork(home, Placement.STEALABLE, () -> 1);
            GroupTask<Integer> second = group.fork(home, Placement.STEALABLE, () -> 2);
            TaskException e =
                    assertThrows(
                            TaskException.Overloaded.class,
                            () -> group.fork(home, Placement.STEALABLE, () -> 3));
            assertTrue(String.valueOf(e.getMessage()).contains("capacity"), e::toString);
            assertEquals(2, group.waiting(home));
            isFree.set(true);
            assertEquals(3, first.join(PATIENCE) + second.join(PATIENCE));
            assertEquals(0, group.waiting(home));
        }
    }

    @Test
    void a_thief_takes_its_budget_from_one_victim_after_the_other() { // SPG-029, SPG-050
        Loop thief = here("thief");
        Loop first = here("first");
        Loop second = here("second");
        Assumptions.assumeTrue(thief.scheduling() == Scheduling.ON_LOOP);
        LoopGroup group = LoopGroup.of(List.of(thief, first, second), 10, 2);
        List<GroupTask<Integer>> tasks = new ArrayList<>();
        for (int at = 0; at < 4; at++) {
            tasks.add(group.fork(first, Placement.STEALABLE, () -> 1));
            tasks.add(group.fork(second, Placement.STEALABLE, () -> 2));
        }
        while (group.waiting(first) == 4) {
            thief.turn(); // the first ones arm what wakes it
        }
        assertEquals(2, group.waiting(first));
        assertEquals(4, group.waiting(second));
        while (group.waiting(second) == 4) {
            thief.turn();
        }
        assertEquals(2, group.waiting(first));
        assertEquals(2, group.waiting(second));
        while (tasks.stream().anyMatch(task -> !task.isDone())) {
            thief.turn();
        }
        assertEquals(8, group.stolenBy(thief));
        List.of(thief, first, second).forEach(Loop::close);
    }

    @Test
    void a_thief_leaves_half_to_whoever_else_has_time() { // SPG-029
        Loop thief = here("thief");
        Loop home = here("home");
        Assumptions.assumeTrue(thief.scheduling() == Scheduling.ON_LOOP);
        LoopGroup group = LoopGroup.of(List.of(thief, home), 10, 10);
        List<GroupTask<Integer>> tasks = new ArrayList<>();
        for (int at = 0; at < 5; at++) {
            tasks.add(group.fork(home, Placement.STEALABLE, () -> 1));
        }
        for (int left : List.of(5, 2, 1)) {
            assertEquals(left, group.waiting(home));
            while (group.waiting(home) == left) {
                thief.turn();
            }
        }
        assertEquals(0, group.waiting(home));
        while (tasks.stream().anyMatch(task -> !task.isDone())) {
            thief.turn();
        }
        List.of(thief, home).forEach(Loop::close);
    }

    @Test
    void a_close_refuses_what_nobody_has_begun_and_takes_no_more() throws InterruptedException {
        Loop home = start("home");
        LoopGroup group = LoopGroup.of(List.of(home), 10, 1);
        AtomicBoolean isFree = hold(home);
        GroupTask<Integer> waiting = group.fork(home, Placement.STEALABLE, () -> 1);
        GroupTask<Integer> cancelled = group.fork(home, Placement.STEALABLE, () -> 2);
        cancelled.cancel();
        Thread closer = Thread.ofPlatform().start(home::close);
        TaskException.Failed e =
                assertThrows(TaskException.Failed.class, () -> waiting.join(PATIENCE));
        assertInstanceOf(TaskException.Closed.class, e.getCause());
        TaskException.Failed ended =
                assertThrows(TaskException.Failed.class, () -> cancelled.join(PATIENCE));
        assertInstanceOf(TaskException.Cancelled.class, ended.getCause());
        assertNull(waiting.loop());
        isFree.set(true);
        closer.join();
        for (Placement placement : Placement.values()) {
            assertThrows(
                    TaskException.Closed.class, () -> group.fork(home, placement, () -> 3));
        }
    }

    /// Four threads give tasks to three loops of which one is closed in the thick of it: each task
    /// runs once, or is refused.
    @RepeatedTest(10)
    void each_task_runs_once_or_is_refused() throws Exception { // I-01, C-53
        List<Loop> loops = List.of(start("a"), start("b"), start("c"));
        LoopGroup group = LoopGroup.of(loops, 64, 3);
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<GroupTask<?>> tasks = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<?>> givers = new ArrayList<>();
            for (int giver = 0; giver < 4; giver++) {
                givers.add(
                        pool.submit(
                                () -> {
                                    for (int at = 0; at < 2000; at++) {
                                        give(group, loops, runs, refused, tasks);
                                        if (at == 1000) {
                                            loops.getFirst().close();
                                        }
                                    }
                                }));
            }
            for (Future<?> giver : givers) {
                giver.get();
            }
        }
        int ended = 0;
        for (GroupTask<?> task : tasks) {
            try {
                task.join(PATIENCE);
                ended++;
            } catch (TaskException.Failed _) {
                refused.incrementAndGet();
            }
        }
        assertTrue(runs.get() >= ended, runs + " runs, " + ended + " ended"); // or were cancelled
        assertEquals(4 * 2000, ended + refused.get());
        assertNotEquals(0, group.stolenBy(loops.get(1)) + group.stolenBy(loops.get(2)));
        loops.forEach(Loop::close);
    }

    private static void give(
            LoopGroup group,
            List<Loop> loops,
            AtomicInteger runs,
            AtomicInteger refused,
            List<GroupTask<?>> tasks) {
        int dice = ThreadLocalRandom.current().nextInt(6);
        AtomicBoolean hasRun = new AtomicBoolean();
        try {
            tasks.add(
                    group.fork(
                            loops.get(dice % 3),
                            dice == 0 ? Placement.PINNED : Placement.STEALABLE,
                            () -> {
                                assertFalse(hasRun.getAndSet(true), "it runs a second time");
                                if (dice == 1) {
                                    Task.sleep(Duration.ofNanos(100_000));
                                }
                                return runs.incrementAndGet();
                            }));
        } catch (TaskException.Overloaded | TaskException.Closed e) {
            refused.incrementAndGet();
        }
    }

    @Test
    void bad_arguments_are_named() {
        try (Loop one = start("one");
                Loop other = start("other")) {
            for (List<Loop> loops : List.of(List.<Loop>of(), List.of(one, one))) {
                assertThrows(IllegalArgumentException.class, () -> LoopGroup.of(loops, 1, 1));
            }
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> LoopGroup.of(List.of(one), 4, 5));
            assertEquals("stealBudget: 5, expected 1..4", e.getMessage());
            assertThrows(
                    IllegalArgumentException.class, () -> LoopGroup.of(List.of(one), 0, 1));
            LoopGroup group = LoopGroup.of(List.of(one), 4, 4);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> group.fork(other, Placement.PINNED, () -> 1));
        }
    }
}
