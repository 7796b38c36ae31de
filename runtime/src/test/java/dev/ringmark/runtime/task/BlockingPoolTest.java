package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingPoolTest { // UM-35, UM-37

    private static final Duration LONG_ENOUGH_TO_START = Duration.ofMillis(500);
    private static final Duration SHORT = Duration.ofMillis(5);

    @Test
    void work_that_blocks_leaves_the_loop_to_others() {
        CountDownLatch gate = new CountDownLatch(1);
        Loops.with(
                loop -> {
                    Task<Boolean> blocked =
                            loop.fork(
                                    () ->
                                            BlockingPool.shared()
                                                    .call(
                                                            () -> {
                                                                gate.await();
                                                                return !Thread.currentThread()
                                                                        .isVirtual();
                                                            }));
                    assertEquals(0, loop.fork(() -> loop.call(Loops.NOP)).join());
                    assertFalse(blocked.isDone());
                    gate.countDown();
                    assertTrue(blocked.join());
                });
    }

    @Test
    void what_the_work_throws_is_told() {
        TaskException.Failed failed =
                assertThrows(
                        TaskException.Failed.class,
                        () ->
                                BlockingPool.shared()
                                        .call(
                                                () -> {
                                                    throw new IOException("on purpose");
                                                }));
        assertInstanceOf(IOException.class, failed.getCause());
    }

    @Test
    void a_caller_whose_time_is_up_leaves_and_the_thread_is_free_later() {
        Loops.with(
                loop -> {
                    CountDownLatch gate = new CountDownLatch(1);
                    CompletableFuture<String> left = new CompletableFuture<>();
                    try (BlockingPool pool = new BlockingPool(1, 1)) {
                        Task<Object> task =
                                loop.fork(
                                        () ->
                                                pool.call(
                                                        () -> {
                                                            gate.await();
                                                            return "late";
                                                        },
                                                        LONG_ENOUGH_TO_START,
                                                        left::complete));
                        assertInstanceOf(
                                TaskException.TimedOut.class,
                                assertThrows(TaskException.Failed.class, task::join).getCause());
                        assertEquals(1, pool.busy());
                        assertFalse(left.isDone());
                        gate.countDown();
                        assertEquals("late", Task.await(left, Loops.PATIENCE));
                        Loops.until(() -> pool.busy() == 0);
                    }
                });
    }

    @Test
    void work_that_nobody_waits_for_any_more_is_taken_out_of_the_line() {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean hasRun = new AtomicBoolean();
        try (BlockingPool pool = new BlockingPool(1, 1)) {
            List<Thread> callers = new ArrayList<>();
            callers.add(Thread.startVirtualThread(() -> pool.call(() -> wait(gate))));
            Loops.until(() -> pool.busy() == 1);
            assertThrows(
                    TaskException.TimedOut.class,
                    () ->
                            pool.call(
                                    () -> {
                                        hasRun.set(true);
                                        return "";
                                    },
                                    SHORT,
                                    _ -> {}));
            assertEquals(0, pool.waiting());
            callers.add(Thread.startVirtualThread(() -> pool.call(() -> wait(gate))));
            Loops.until(() -> pool.waiting() == 1);
            assertThrows(TaskException.Overloaded.class, () -> pool.call(() -> ""));
            gate.countDown();
            callers.forEach(caller -> Loops.until(() -> !caller.isAlive()));
            assertFalse(hasRun.get());
        }
    }

    private static String wait(CountDownLatch gate) throws InterruptedException {
        gate.await();
        return "";
    }

    @Test
    void a_time_of_zero_runs_nothing_and_a_closed_pool_takes_nothing() {
        BlockingPool pool = new BlockingPool(1, 1);
        AtomicBoolean hasRun = new AtomicBoolean();
        assertThrows(
                TaskException.TimedOut.class,
                () -> pool.call(() -> hasRun.getAndSet(true), Duration.ZERO, _ -> {}));
        assertFalse(hasRun.get());
        pool.close();
        assertThrows(TaskException.Closed.class, () -> pool.call(() -> ""));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new BlockingPool(0, 1));
        assertEquals("threadsMax: 0, expected 1 or more", refusal.getMessage());
    }
}
