package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.shards.Placement;
import dev.ringmark.runtime.shards.Shards;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// One task runs, and no other: POLY-30.
@Timeout(60)
class FocusTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int STEPS = 200;

    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final AtomicLong others = new AtomicLong();

    /// Runs a test with a loop; where the JDK runs the tasks, nobody can hold them back.
    private static void with(Consumer<Loop> test) {
        Loops.with(
                loop -> {
                    if (loop.scheduling() == Scheduling.ON_LOOP) {
                        test.accept(loop);
                        return;
                    }
                    Task<Integer> task = loop.fork(() -> 1);
                    Exception e = assertThrows(IllegalStateException.class, () -> task.focus(LONG));
                    assertTrue(String.valueOf(e.getMessage()).contains("--add-opens"), e::toString);
                    task.join(Loops.PATIENCE);
                });
    }

    private static void requireOnLoop(Loop loop) {
        assumeTrue(
                loop.scheduling() == Scheduling.ON_LOOP,
                "where the JDK runs the tasks, nobody can hold them back");
    }

    /// Tasks that run, wait for the ring, and sleep, again and again.
    private List<Task<Integer>> crowd(Loop loop) {
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int at = 0; at < 6; at++) {
            int kind = at % 3;
            tasks.add(
                    loop.fork(
                            () -> {
                                while (!isStopped.get()) {
                                    others.incrementAndGet();
                                    switch (kind) {
                                        case 0 -> Task.snooze();
                                        case 1 -> loop.call(Loops.NOP);
                                        default -> Task.sleep(Duration.ofNanos(1000));
                                    }
                                }
                                return 0;
                            }));
        }
        return tasks;
    }

    private void requireGoesOn() {
        long seen = others.get();
        Loops.until(() -> others.get() > seen + 10);
    }

    private void end(List<Task<Integer>> tasks) {
        isStopped.set(true);
        tasks.forEach(task -> task.join(Loops.PATIENCE));
    }

    /// How many steps of others there were while it made its own.
    private long work(Loop loop) {
        long before = others.get();
        for (int at = 0; at < STEPS; at++) {
            assertEquals(0, loop.call(Loops.NOP));
            Task.snooze();
        }
        Task.sleep(Duration.ofMillis(5));
        return others.get() - before;
    }

    @Test
    void a_task_that_asks_for_it_runs_alone() { // POLY-30
        with(
                loop -> {
                    List<Task<Integer>> tasks = crowd(loop);
                    requireGoesOn();
                    CompletableFuture<Task<Long>> self = new CompletableFuture<>();
                    Task<Long> task =
                            loop.fork(
                                    () -> {
                                        try (Focus _ = self.join().focus(LONG)) {
                                            return work(loop);
                                        }
                                    });
                    self.complete(task);
                    assertEquals(0, task.join(Loops.PATIENCE));
                    requireGoesOn();
                    end(tasks);
                });
    }

    @Test
    void anybody_may_say_which_task_runs() { // POLY-30
        with(
                loop -> {
                    List<Task<Integer>> tasks = crowd(loop);
                    CompletableFuture<Integer> go = new CompletableFuture<>();
                    Task<Long> task =
                            loop.fork(
                                    () -> {
                                        Task.await(go, Loops.PATIENCE);
                                        return work(loop);
                                    });
                    requireGoesOn();
                    Focus focus = task.focus(LONG);
                    assertFalse(focus.isOver());
                    long standing = others.get();
                    assertThrows(IllegalStateException.class, () -> tasks.getFirst().focus(LONG));
                    int answer = loop.withDriver(_ -> 1); // calls from elsewhere arrive
                    assertEquals(1, answer);
                    assertEquals(standing, others.get());
                    assertTrue(loop.snapshot().runnable() > 0, "those that stand still could run");
                    go.complete(1);
                    assertEquals(0, task.join(Loops.PATIENCE));
                    Loops.until(focus::isOver); // with its task
                    requireGoesOn();
                    focus.close();
                    end(tasks);
                });
    }

    @Test
    void it_ends_when_its_time_is_up() { // POLY-30
        with(
                loop -> {
                    List<Task<Integer>> tasks = crowd(loop);
                    CompletableFuture<Integer> never = new CompletableFuture<>();
                    Task<Integer> task = loop.fork(() -> Task.await(never, null));
                    requireGoesOn();
                    assertThrows(IllegalArgumentException.class, () -> task.focus(Duration.ZERO));
                    Focus focus = task.focus(Duration.ofMillis(50));
                    Loops.until(focus::isOver);
                    requireGoesOn();
                    try (Focus again = task.focus(LONG)) {
                        assertFalse(again.isOver());
                    }
                    requireGoesOn();
                    never.complete(1);
                    end(tasks);
                });
    }

    @Test
    void the_end_of_the_loop_ends_it() { // POLY-30, SPG-044
        Loop loop = Loop.start(Kernel.host(), Loops.options());
        if (loop.scheduling() != Scheduling.ON_LOOP) {
            assertTrue(loop.close(Loops.PATIENCE).isClean());
        }
        requireOnLoop(loop);
        List<Task<Integer>> tasks = crowd(loop);
        requireGoesOn();
        Focus focus = tasks.getLast().focus(LONG);
        tasks.getFirst().cancel(); // it stands still all the same
        LoopReport report = loop.close(Loops.PATIENCE);
        assertTrue(report.isClean(), report::toString);
        assertTrue(focus.isOver());
        tasks.forEach(task -> assertTrue(task.isDone()));
        assertThrows(TaskException.Closed.class, () -> tasks.getFirst().focus(LONG));
    }

    /// What nobody has begun is not the loop's yet: others take it.
    @Test
    void other_shards_take_what_may_move() { // POLY-30, SPG-028
        try (Shards shards = Shards.builder().shards(2).start()) {
            requireOnLoop(shards.shard(0).loop());
            CompletableFuture<Integer> go = new CompletableFuture<>();
            GroupTask<Integer> task =
                    shards.spawn(Placement.on(0), () -> Task.await(go, Loops.PATIENCE));
            try (Focus focus = task.focus(LONG)) {
                for (int at = 0; at < 20; at++) {
                    GroupTask<Integer> other = shards.spawn(Placement.stealable(0), () -> 1);
                    assertEquals(1, other.join(Loops.PATIENCE));
                    assertEquals(shards.shard(1).loop(), other.loop());
                }
                assertFalse(focus.isOver());
            }
            go.complete(1);
            assertEquals(1, task.join(Loops.PATIENCE));
        }
    }
}
