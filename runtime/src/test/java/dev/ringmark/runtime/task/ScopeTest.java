package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What ends a wait: each test in a task and on a platform thread.
@Timeout(60)
class ScopeTest { // UM-27, UM-29, UM-33, I-21, C-27, C-47

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofDays(400 * 365L);

    private interface Body {
        void run(Loop loop, Pipe pipe) throws Exception;
    }

    /// Runs a body in a task and then on this thread, and looks that nothing is left behind.
    private static void both(int releases, Body body) {
        Loops.with(
                loop -> {
                    for (boolean inTask : new boolean[] {true, false}) {
                        try (Pipe pipe = new Pipe()) {
                            Callable<Boolean> whole =
                                    () -> {
                                        body.run(loop, pipe);
                                        return !Thread.interrupted();
                                    };
                            boolean isClear = inTask ? loop.fork(whole).join() : run(whole);
                            assertTrue(isClear, "the interrupt status is left");
                            Loops.until(() -> pipe.releases.get() == releases);
                        }
                    }
                });
    }

    private static boolean run(Callable<Boolean> body) {
        try {
            return body.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_deadline_ends_the_operation_and_waits_for_the_kernel_to_let_go() {
        both(
                1,
                (loop, pipe) -> {
                    assertThrows(TaskException.TimedOut.class, () -> loop.call(pipe.read(), SHORT));
                    assertEquals(1, pipe.releases.get()); // I-04: before the caller goes on
                });
    }

    @Test
    void a_scope_ends_every_wait_in_it() {
        both(
                2,
                (loop, pipe) -> {
                    try (Scope scope = Scope.open(SHORT)) {
                        TaskException first =
                                assertThrows(
                                        TaskException.TimedOut.class, () -> loop.call(pipe.read()));
                        assertTrue(scope.isOriginOf(first));
                        assertThrows(TaskException.TimedOut.class, () -> loop.call(pipe.read()));
                        assertThrows(TaskException.TimedOut.class, () -> Task.sleep(LONG));
                        assertThrows(TaskException.TimedOut.class, Task::snooze); // POLY-07
                        assertThrows(
                                TaskException.TimedOut.class,
                                () -> Task.await(new CompletableFuture<>(), null));
                    }
                    assertEquals(0, loop.call(Loops.NOP));
                });
    }

    @Test
    void of_nested_scopes_the_one_that_is_over_ends_the_wait() {
        both(
                2,
                (loop, pipe) -> {
                    try (Scope outer = Scope.open(LONG)) {
                        try (Scope inner = Scope.open(SHORT)) {
                            TaskException e =
                                    assertThrows(TaskException.class, () -> loop.call(pipe.read()));
                            assertTrue(inner.isOriginOf(e));
                            assertFalse(outer.isOriginOf(e));
                        }
                        assertEquals(0, loop.call(Loops.NOP));
                    }
                    try (Scope outer = Scope.open(SHORT);
                            Scope inner = Scope.open(LONG)) {
                        TaskException e =
                                assertThrows(TaskException.class, () -> loop.call(pipe.read()));
                        assertTrue(outer.isOriginOf(e));
                        assertFalse(inner.isOriginOf(e));
                    }
                });
    }

    @Test
    void timeout_after_replaces_its_own_exception_only() {
        both(
                2,
                (loop, pipe) -> {
                    IllegalStateException mine = new IllegalStateException("mine");
                    IllegalStateException other = new IllegalStateException("other");
                    Scope.Body<Integer, RuntimeException> read = () -> loop.call(pipe.read());
                    Scope.Body<Integer, RuntimeException> inner =
                            () -> Scope.timeoutAfter(LONG, () -> other, read);
                    for (Scope.Body<Integer, RuntimeException> body : List.of(read, inner)) {
                        assertSame(
                                mine,
                                assertThrows(
                                        IllegalStateException.class,
                                        () -> Scope.timeoutAfter(SHORT, () -> mine, body)));
                    }
                });
    }

    @Test
    void no_time_is_no_deadline_and_a_time_of_zero_lets_nothing_wait() {
        both(
                3,
                (loop, pipe) -> {
                    try (Scope _ = Scope.open(null)) {
                        assertEquals(0, loop.call(Loops.NOP, null));
                    }
                    long before = loop.counts().accepted();
                    assertThrows(
                            TaskException.TimedOut.class,
                            () -> loop.call(pipe.read(), Duration.ZERO));
                    int steps = 0;
                    try (Scope _ = Scope.open(Duration.ZERO)) {
                        steps++;
                        assertThrows(TaskException.TimedOut.class, () -> loop.call(pipe.read()));
                        assertThrows(
                                TaskException.TimedOut.class, () -> loop.run(Nop.plain(), null));
                    }
                    assertThrows(
                            TaskException.TimedOut.class,
                            () -> loop.run(Nop.plain(), Duration.ZERO));
                    assertEquals(before, loop.counts().accepted());
                    assertEquals(1, steps);
                    Task.sleep(Duration.ZERO);
                    pipe.write();
                    assertEquals(8, loop.call(pipe.read(), LONG));
                    Duration negative = Duration.ofNanos(-1);
                    assertThrows(IllegalArgumentException.class, () -> Scope.open(negative));
                    assertThrows(
                            IllegalArgumentException.class, () -> loop.call(Loops.NOP, negative));
                    assertThrows(IllegalArgumentException.class, () -> Task.sleep(negative));
                });
    }

    @Test
    void a_scope_is_cancelled_from_elsewhere() { // C-45
        both(
                1,
                (loop, pipe) -> {
                    long before = loop.counts().accepted();
                    try (Scope scope = Scope.open()) {
                        Thread.ofPlatform()
                                .start(
                                        () -> {
                                            Loops.until(loop, before + 1);
                                            scope.cancel();
                                        });
                        TaskException e =
                                assertThrows(
                                        TaskException.Cancelled.class,
                                        () -> loop.call(pipe.read()));
                        assertTrue(scope.isOriginOf(e));
                    }
                    assertEquals(0, loop.call(Loops.NOP));
                });
    }

    @Test
    void an_interrupt_ends_one_wait() { // UM-27
        both(
                1,
                (loop, pipe) -> {
                    long before = loop.counts().accepted();
                    Thread caller = Thread.currentThread();
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        Loops.until(loop, before + 1);
                                        caller.interrupt();
                                    });
                    assertThrows(TaskException.Interrupted.class, () -> loop.call(pipe.read()));
                    assertFalse(caller.isInterrupted());
                    assertEquals(1, pipe.releases.get());
                    caller.interrupt();
                    assertThrows(TaskException.Interrupted.class, () -> loop.call(Loops.NOP));
                    assertEquals(0, loop.call(Loops.NOP));
                });
    }

    @Test
    void under_a_shield_nothing_around_it_ends_a_wait() {
        both(
                1,
                (loop, pipe) -> {
                    try (Scope outer = Scope.open(Duration.ZERO)) {
                        try (Scope _ = Scope.shield()) {
                            Thread.currentThread().interrupt();
                            assertEquals(0, loop.call(Loops.NOP));
                            Task.sleep(SHORT);
                            assertThrows(
                                    TaskException.TimedOut.class,
                                    () -> loop.call(pipe.read(), SHORT));
                        }
                        TaskException e =
                                assertThrows(TaskException.class, () -> loop.call(Loops.NOP));
                        assertTrue(outer.isOriginOf(e));
                    }
                    assertTrue(Thread.interrupted(), "the interrupt was to be kept for later");
                });
    }

    @Test
    void a_result_that_came_first_is_not_lost() { // C-24, C-25
        both(
                1,
                (loop, pipe) -> {
                    pipe.write();
                    boolean isLeft = false;
                    try (Scope scope = Scope.open()) {
                        RawRequest racing =
                                new RawRequest() {
                                    private final RawRequest read = pipe.read();

                                    @Override
                                    public void prepare(Sqe sqe) {
                                        read.prepare(sqe);
                                        scope.cancel();
                                    }

                                    @Override
                                    public void released() {
                                        read.released();
                                    }
                                };
                        try {
                            assertEquals(8, loop.call(racing));
                        } catch (TaskException.Cancelled e) {
                            isLeft = true; // the kernel was slower (5.10): nothing is lost either
                        }
                        assertThrows(TaskException.Cancelled.class, () -> loop.call(Loops.NOP));
                    }
                    if (isLeft) {
                        RawRequest again = sqe -> pipe.read().prepare(sqe); // not counted
                        assertEquals(8, loop.call(again));
                    }
                });
    }

    @Test
    void a_scope_gets_more_time() { // POLY-06
        both(
                1,
                (loop, pipe) -> {
                    try (Scope scope = Scope.open(Duration.ofMillis(200))) {
                        scope.reset(LONG);
                        scope.reset(SHORT);
                        assertThrows(TaskException.TimedOut.class, () -> loop.call(pipe.read()));
                        scope.reset(null);
                        assertEquals(0, loop.call(Loops.NOP));
                    }
                });
    }

    @Test
    void scopes_are_closed_by_their_thread_innermost_first() {
        try (Scope outer = Scope.open()) {
            try (Scope _ = Scope.open()) {
                assertThrows(IllegalStateException.class, outer::close);
            }
            Thread other =
                    Thread.ofPlatform()
                            .start(() -> assertThrows(IllegalStateException.class, outer::close));
            Loops.until(() -> !other.isAlive());
        }
    }

    @Test
    void a_cancelled_task_waits_for_nothing_more() {
        Loops.with(
                loop -> {
                    try (Pipe pipe = new Pipe()) {
                        Task<Integer> task =
                                loop.fork(
                                        () -> {
                                            assertThrows(
                                                    TaskException.Cancelled.class,
                                                    () -> loop.call(pipe.read()));
                                            assertThrows(
                                                    TaskException.Cancelled.class,
                                                    () -> Task.sleep(LONG));
                                            return 7;
                                        });
                        Loops.until(loop, 1);
                        task.cancel();
                        assertEquals(7, task.join());
                        assertTrue(task.isCancelled());
                        assertEquals(1, pipe.releases.get());
                    }
                });
    }

    @Test
    void who_waits_for_a_task_can_be_ended_too() {
        Loops.with(
                loop -> {
                    Task<Object> sleeper =
                            loop.fork(
                                    () -> {
                                        Task.sleep(LONG);
                                        return "";
                                    });
                    assertThrows(TaskException.TimedOut.class, () -> sleeper.join(SHORT));
                    sleeper.interrupt();
                    assertInstanceOf(
                            TaskException.Interrupted.class,
                            assertThrows(TaskException.Failed.class, sleeper::join).getCause());
                });
    }

    @Test
    void a_caller_leaves_after_the_grace_and_the_operation_keeps_its_memory() { // I-04, I-21
        Faulty kernel = Faulty.over(Kernel.host());
        LoopOptions options = Loops.options().withGraceMax(Duration.ofMillis(10));
        Loop loop = Loop.start(kernel, options);
        AtomicBoolean refuses = new AtomicBoolean();
        kernel.when(
                attempt ->
                        attempt.call() == Faulty.Call.ENTER && attempt.count() > 0 && refuses.get(),
                Integer.MAX_VALUE,
                Fault.errno(Errno.EBUSY));
        try (Pipe pipe = new Pipe()) {
            for (boolean inTask : new boolean[] {true, false}) {
                int before = pipe.releases.get();
                long started = loop.counts().accepted() + 1;
                Callable<Integer> body = () -> loop.call(pipe.read(), Duration.ofMillis(50));
                // A kernel that has the read, and takes no cancel.
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    Loops.until(loop, started);
                                    loop.execute(() -> loop.execute(() -> refuses.set(true)));
                                });
                if (inTask) {
                    assertInstanceOf(
                            TaskException.TimedOut.class,
                            assertThrows(TaskException.Failed.class, loop.fork(body)::join)
                                    .getCause());
                } else {
                    assertThrows(TaskException.TimedOut.class, body::call);
                }
                assertEquals(before, pipe.releases.get());
                refuses.set(false);
                Loops.until(() -> pipe.releases.get() == before + 1);
            }
        }
        assertTrue(loop.close(Loops.PATIENCE).isClean());
        Loops.assertLeavesNothing(loop);
    }
}
