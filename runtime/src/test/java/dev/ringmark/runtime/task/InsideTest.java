package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.uapi.Opcode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A task that loses its loop's thread while it is inside the driver, as the first use of a class
/// makes it now and then: nothing is submitted half written, and nobody else comes in.
@Timeout(60)
class InsideTest { // I-01, I-02, SPG-032

    private static final int CALLS = 50;
    private static final Duration A_WHILE = Duration.ofMillis(20);

    private final Object monitor = new Object();
    private final CountDownLatch isInside = new CountDownLatch(1);

    /// A NOP whose request needs a monitor that is held, after the SQE was taken and before it is
    /// filled.
    private int callThatNeedsTheMonitor(Loop loop) {
        return loop.call(
                sqe -> {
                    isInside.countDown();
                    synchronized (monitor) {
                        sqe.prepare(Opcode.NOP, -1, 0, 0, 0);
                    }
                });
    }

    /// Holds the monitor until one is inside, and others have run or had time to.
    private void hold(Loop loop, Runnable started) {
        synchronized (monitor) {
            started.run();
            await();
            long seen = loop.snapshot().runs();
            long end = System.nanoTime() + A_WHILE.toNanos();
            while (loop.snapshot().runs() < seen + CALLS && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void what_is_half_written_is_not_submitted() {
        Loops.with(
                loop -> {
                    for (int lap = 0; lap < 5; lap++) { // SQEs of before are in the ring
                        assertEquals(0, loop.call(Loops.NOP));
                    }
                    List<Task<Integer>> tasks = new ArrayList<>();
                    hold(
                            loop,
                            () -> {
                                tasks.add(loop.fork(() -> callThatNeedsTheMonitor(loop)));
                                for (int at = 0; at < 4; at++) {
                                    tasks.add(loop.fork(() -> nops(loop)));
                                }
                            });
                    assertEquals(0, tasks.removeFirst().join(Loops.PATIENCE));
                    tasks.forEach(task -> assertEquals(CALLS, task.join(Loops.PATIENCE)));
                    assertEquals(5 + 1 + 4 * CALLS, loop.counts().accepted());
                });
    }

    private static int nops(Loop loop) {
        int done = 0;
        for (; done < CALLS; done++) {
            assertEquals(0, loop.call(Loops.NOP));
            Task.sleep(Duration.ofNanos(done));
        }
        return done;
    }

    /// Else the one inside would wait for ever for a task that waits for its turn.
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // a wait that keeps the monitor, and asks no ring
    void the_task_that_holds_the_monitor_runs_meanwhile() {
        CompletableFuture<Integer> go = new CompletableFuture<>();
        Loops.with(
                loop -> {
                    assertEquals(0, loop.call(Loops.NOP)); // or the loop itself writes the SQE
                    Task<Integer> holder =
                            loop.fork(
                                    () -> {
                                        synchronized (monitor) {
                                            while (!go.isDone()) {
                                                Thread.yield();
                                            }
                                            return 7;
                                        }
                                    });
                    Task<Integer> inside = loop.fork(() -> callThatNeedsTheMonitor(loop));
                    await();
                    go.complete(1);
                    assertEquals(7, holder.join(Loops.PATIENCE));
                    assertEquals(0, inside.join(Loops.PATIENCE));
                });
    }

    private void await() {
        try {
            isInside.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_runs_with_the_driver_is_alone_with_it() { // SPG-032
        AtomicInteger atOnce = new AtomicInteger();
        Loops.with(
                loop -> {
                    List<Task<Integer>> tasks = new ArrayList<>();
                    hold(
                            loop,
                            () -> {
                                for (int at = 0; at < 4; at++) {
                                    tasks.add(loop.fork(() -> loop.withDriver(_ -> alone(atOnce))));
                                }
                                loop.execute(() -> alone(atOnce)); // keeps its place, and waits
                            });
                    tasks.forEach(task -> assertEquals(1, task.join(Loops.PATIENCE)));
                });
    }

    private int alone(AtomicInteger atOnce) {
        int now = atOnce.incrementAndGet();
        isInside.countDown();
        synchronized (monitor) {
            return Math.max(now, atOnce.getAndDecrement());
        }
    }

    @Test
    void nobody_waits_for_the_ring_inside_the_driver() {
        Loops.with(
                loop -> {
                    assumeTrue(
                            loop.scheduling() == Scheduling.ON_LOOP,
                            "elsewhere the loop's thread runs it");
                    Task<Exception> task =
                            loop.fork(
                                    () ->
                                            loop.withDriver(
                                                    _ ->
                                                            assertThrows(
                                                                    IllegalStateException.class,
                                                                    () -> Task.sleep(A_WHILE))));
                    Exception e = task.join(Loops.PATIENCE);
                    assertTrue(String.valueOf(e.getMessage()).contains("withDriver"), e::toString);
                });
    }

    @Test
    void a_driver_is_its_loops_and_a_task_calls_it_through_the_loop() {
        Loops.with(
                loop -> {
                    Task<Boolean> task =
                            loop.fork(
                                    () -> {
                                        var driver = loop.withDriver(each -> each);
                                        assertThrows(
                                                IllegalStateException.class,
                                                () -> driver.claimGroups(1));
                                        return loop.withDriver(each -> each.claimGroups(1) < 0);
                                    });
                    assertFalse(task.join(Loops.PATIENCE));
                });
    }
}
