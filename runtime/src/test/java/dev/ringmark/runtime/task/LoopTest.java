package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTest {

    @Test
    void tasks_run_where_this_jvm_lets_them() {
        Loops.with(
                loop -> {
                    assertEquals(Loops.EXPECTED, loop.scheduling());
                    Thread thread = loop.fork("a task", Thread::currentThread).join();
                    assertTrue(thread.isVirtual());
                    assertEquals("a task", thread.getName());
                });
    }

    @Test
    void anybody_may_call_the_kernel() throws InterruptedException {
        Loop loop = Loops.start();
        assertEquals(0, loop.call(Loops.NOP)); // a platform thread
        assertEquals(0, loop.fork(() -> loop.call(Loops.NOP)).join());
        AtomicInteger result = new AtomicInteger(-1);
        Thread.startVirtualThread(() -> result.set(loop.call(Loops.NOP))).join();
        assertEquals(0, result.get());
        // A thread that a task starts by the JDK's own means: a guest.
        CompletableFuture<Integer> guest = new CompletableFuture<>();
        loop.fork(() -> Thread.startVirtualThread(() -> guest.complete(loop.call(Loops.NOP))));
        assertEquals(0, Task.await(guest, Loops.PATIENCE));
        loop.close();
        Loops.assertLeavesNothing(loop);
    }

    @Test
    void a_task_that_waits_leaves_the_loop_to_the_others() {
        Loops.with(
                loop -> {
                    try (Pipe pipe = new Pipe()) {
                        Task<Integer> reader = loop.fork(() -> loop.call(pipe.read()));
                        for (int at = 0; at < 100; at++) {
                            assertEquals(0, loop.fork(() -> loop.call(Loops.NOP)).join());
                        }
                        assertFalse(reader.isDone());
                        pipe.write();
                        assertEquals(8, reader.join());
                        Loops.until(() -> pipe.releases.get() == 1);
                    }
                });
    }

    @Test
    void the_ring_is_looked_at_however_full_the_run_queue_is() { // I-16, C-48, UM-38, POLY-33
        Loops.with(
                loop -> {
                    AtomicBoolean isOver = new AtomicBoolean();
                    List<Task<Integer>> busy = new ArrayList<>();
                    for (int at = 0; at < 100; at++) {
                        busy.add(
                                loop.fork(
                                        () -> {
                                            int turns = 0;
                                            while (!isOver.get()) {
                                                turns++;
                                                Task.snooze();
                                            }
                                            return turns;
                                        }));
                    }
                    for (int at = 0; at < 50; at++) {
                        assertEquals(0, loop.fork(() -> loop.call(Loops.NOP)).join());
                    }
                    isOver.set(true);
                    busy.forEach(task -> assertTrue(task.join() > 0));
                });
    }

    @Test
    void what_a_task_throws_is_told_to_who_joins_it() {
        Loops.with(
                loop -> {
                    IllegalStateException thrown = new IllegalStateException("on purpose");
                    Task<Object> task =
                            loop.fork(
                                    () -> {
                                        throw thrown;
                                    });
                    TaskException.Failed failed =
                            assertThrows(TaskException.Failed.class, task::join);
                    assertEquals(thrown, failed.getCause());
                });
    }

    @Test
    void what_prepare_throws_is_told_to_the_caller() { // C-66
        Loop loop = Loops.start();
        RawRequest broken =
                _ -> {
                    throw new IllegalArgumentException("on purpose");
                };
        assertThrows(IllegalArgumentException.class, () -> loop.call(broken));
        Task<Integer> task = loop.fork(() -> loop.call(broken));
        assertInstanceOf(
                IllegalArgumentException.class,
                assertThrows(TaskException.Failed.class, task::join).getCause());
        assertThrows(CompletionException.class, () -> loop.submit(broken).join());
        loop.close();
        assertEquals(loop.counts().accepted(), loop.counts().ended());
    }

    @Test
    void an_action_that_throws_harms_nobody() { // I-24
        Loops.with(
                loop -> {
                    loop.execute(
                            () -> {
                                throw new IllegalStateException("on purpose, for the log");
                            });
                    assertEquals(0, loop.call(Loops.NOP));
                });
    }

    @Test
    void futures_tell_the_result_and_cancel_the_operation() {
        Loops.with(
                loop -> {
                    try (Pipe pipe = new Pipe()) {
                        assertEquals(0, loop.submit(Loops.NOP).join());
                        CompletableFuture<Integer> read = loop.submit(pipe.read());
                        assertTrue(read.cancel(true));
                        Loops.until(() -> pipe.releases.get() == 1);
                        CompletableFuture<Integer> other = loop.submit(pipe.read());
                        pipe.write();
                        assertEquals(8, other.join());
                    }
                });
    }

    @Test
    void a_close_ends_every_wait_and_says_what_was_left() { // UM-34, I-09, I-10, C-28
        Loop loop = Loops.start();
        try (Pipe pipe = new Pipe()) {
            Task<Integer> reader = loop.fork(() -> loop.call(pipe.read()));
            Task<Object> sleeper =
                    loop.fork(
                            () -> {
                                Task.sleep(Duration.ofDays(1));
                                return "";
                            });
            CompletableFuture<Integer> future = loop.submit(pipe.read());
            AtomicReference<RuntimeException> thrown = new AtomicReference<>();
            Thread foreign =
                    Thread.ofPlatform()
                            .start(
                                    () ->
                                            thrown.set(
                                                    assertThrows(
                                                            TaskException.class,
                                                            () -> {
                                                                int result = loop.call(pipe.read());
                                                                throw new TaskException.Closed(
                                                                        "result " + result);
                                                            })));
            Loops.until(loop, 3);
            LoopReport report = loop.close(Loops.PATIENCE);
            assertEquals(new LoopReport(0, 0, "", ""), report);
            assertEquals(report, loop.close(Loops.PATIENCE));
            assertInstanceOf(
                    TaskException.Cancelled.class,
                    assertThrows(TaskException.Failed.class, reader::join).getCause());
            assertThrows(TaskException.Failed.class, sleeper::join);
            assertEquals(Errno.ECANCELED.negative(), future.join());
            Loops.until(() -> !foreign.isAlive());
            assertNotNull(thrown.get());
            assertEquals(3, pipe.releases.get());
        }
        assertThrows(TaskException.Closed.class, () -> loop.fork(() -> 1));
        assertThrows(TaskException.Closed.class, () -> loop.call(Loops.NOP));
        assertThrows(TaskException.Closed.class, () -> loop.execute(() -> {}));
        assertTrue(loop.submit(Loops.NOP).isCompletedExceptionally());
        Loops.assertLeavesNothing(loop);
    }

    @Test
    void a_task_cannot_wait_for_the_end_of_its_own_loop() {
        Loop loop = Loops.start();
        Task<Object> task =
                loop.fork(
                        () -> {
                            if (loop.scheduling() == Scheduling.HAND_OFF) {
                                throw new IllegalStateException("allowed there");
                            }
                            loop.close();
                            return "";
                        });
        assertInstanceOf(
                IllegalStateException.class,
                assertThrows(TaskException.Failed.class, task::join).getCause());
        loop.close();
    }

    @Test
    void a_task_that_does_not_end_goes_on_elsewhere() throws InterruptedException { // NORN-13
        Loop loop = Loops.start();
        CountDownLatch gate = new CountDownLatch(1);
        Task<String> stubborn =
                loop.fork(
                        () -> {
                            gate.await();
                            return assertThrows(
                                            TaskException.Closed.class,
                                            () -> {
                                                try (Scope _ = Scope.shield()) {
                                                    loop.call(Loops.NOP);
                                                }
                                            })
                                    .getMessage();
                        });
        LoopReport report = loop.close(Duration.ofMillis(20));
        assertEquals(new LoopReport(1, 0, "", report.dump()), report);
        gate.countDown();
        stubborn.thread().join();
        assertTrue(stubborn.join().contains("ended"));
        Loops.assertLeavesNothing(loop);
    }

    @Test
    void a_ring_that_fails_ends_its_loop_and_fails_everybody() { // UM-34, I-14, C-57
        Faulty kernel = Faulty.over(Kernel.host());
        Loop loop = Loop.start(kernel, Loops.options());
        try (Pipe pipe = new Pipe()) {
            Task<Integer> reader = loop.fork(() -> loop.call(pipe.read()));
            Loops.until(loop, 1);
            kernel.when(attempt -> attempt.call() == Call.ENTER, 1, Fault.errno(Errno.EBADR));
            assertThrows(TaskException.class, () -> loop.call(Loops.NOP, Loops.PATIENCE));
            assertThrows(TaskException.Failed.class, reader::join);
            LoopReport report = loop.close(Loops.PATIENCE);
            assertTrue(report.failure().contains("EBADR"), report::toString);
        }
    }

    @Test
    void a_loop_whose_thread_dies_of_an_error_fails_everybody() { // UM-34, C-40
        Loop loop = Loops.start();
        try (Pipe pipe = new Pipe()) {
            Task<Integer> reader = loop.fork(() -> loop.call(pipe.read()));
            Loops.until(loop, 1);
            loop.execute(
                    () -> {
                        throw new AssertionError("on purpose");
                    });
            assertThrows(TaskException.Failed.class, reader::join);
            assertTrue(loop.close(Loops.PATIENCE).failure().contains("on purpose"));
            assertEquals(1, pipe.releases.get());
        }
        Loops.assertLeavesNothing(loop);
    }

    @Test
    void a_line_for_permits_has_its_bound() { // I-06, POLY-01
        DriverOptions driver = DriverOptions.permits(1).withWaitersMax(1);
        Loop loop = Loop.start(Kernel.host(), Loops.options().withDriver(driver));
        try (Pipe pipe = new Pipe()) {
            CompletableFuture<Integer> first = loop.submit(pipe.read());
            CompletableFuture<Integer> second = loop.submit(pipe.read());
            assertThrows(TaskException.Overloaded.class, () -> loop.call(Loops.NOP));
            pipe.write();
            pipe.write();
            assertEquals(8, first.join());
            assertEquals(8, second.join());
            assertEquals(0, loop.call(Loops.NOP));
        }
        assertTrue(loop.close(Loops.PATIENCE).isClean());
    }

    @Test
    void far_more_calls_than_the_ring_has_entries_all_end() { // C-05, POLY-01
        DriverOptions driver =
                DriverOptions.permits(4).withSqEntries(2).withWaitersMax(Integer.MAX_VALUE);
        Loop loop = Loop.start(Kernel.host(), Loops.options().withDriver(driver));
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int at = 0; at < 500; at++) {
            tasks.add(loop.fork(() -> loop.call(Loops.NOP)));
        }
        tasks.forEach(task -> assertEquals(0, task.join()));
        assertTrue(loop.close(Loops.PATIENCE).isClean());
        assertEquals(500, loop.counts().ended());
    }

    @Test
    void sleepers_wake_in_the_order_of_their_deadlines() {
        Loops.with(
                loop -> {
                    ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
                    List<Task<Boolean>> tasks = new ArrayList<>();
                    long start = System.nanoTime() + 300_000_000L; // when all have begun
                    for (int at : new int[] {3, 1, 2}) {
                        long end = start + 60_000_000L * at;
                        tasks.add(
                                loop.fork(
                                        () -> {
                                            long left = end - System.nanoTime();
                                            Task.sleep(Duration.ofNanos(Math.max(0, left)));
                                            order.add(at);
                                            return System.nanoTime() >= end;
                                        }));
                    }
                    tasks.forEach(task -> assertTrue(task.join(), "too early"));
                    if (loop.scheduling() == Scheduling.ON_LOOP) { // else they run side by side
                        assertEquals(List.of(1, 2, 3), List.copyOf(order));
                    }
                });
    }

    @Test
    void jdk_blocking_calls_work_in_tasks() throws InterruptedException { // UM-45
        Loop loop = Loops.start();
        CountDownLatch latch = new CountDownLatch(1);
        Object monitor = new Object();
        Task<Integer> task =
                loop.fork(
                        () -> {
                            latch.await();
                            Thread child = Thread.startVirtualThread(() -> loop.call(Loops.NOP));
                            child.join();
                            Thread platform = Thread.ofPlatform().start(() -> {});
                            platform.join();
                            synchronized (monitor) {
                                return loop.call(Loops.NOP);
                            }
                        });
        synchronized (monitor) {
            latch.countDown();
            assertEquals(0, loop.call(Loops.NOP));
        }
        assertEquals(0, task.join());
        assertTrue(loop.close(Loops.PATIENCE).isClean());
    }
}
