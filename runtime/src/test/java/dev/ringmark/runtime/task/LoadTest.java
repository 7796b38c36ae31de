package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.shard.DriverOptions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many at once: what a task may cost, and that nothing is left of any of them.
@Timeout(60)
class LoadTest {

    private static final int TASKS = 10_000;
    private static final long HEAP_MAX = 64L << 20;

    private static long heapUsed() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void ten_thousand_parked_tasks_fit_into_64_MiB() {
        DriverOptions driver = DriverOptions.permits(TASKS);
        Loop loop = Loop.start(Kernel.host(), Loops.options().withDriver(driver));
        loop.fork(() -> loop.call(Loops.NOP)).join();
        try (Pipe pipe = new Pipe()) {
            long before = heapUsed();
            List<Task<Integer>> tasks = new ArrayList<>();
            for (int at = 0; at < TASKS; at++) {
                tasks.add(loop.fork(() -> loop.call(pipe.read())));
            }
            Loops.until(loop, TASKS + 1);
            long used = heapUsed() - before;
            assertTrue(used < HEAP_MAX, () -> used / TASKS + " B per task");
            tasks.forEach(task -> assertTrue(!task.isDone()));
            LoopReport report = loop.close(Duration.ofSeconds(50));
            assertTrue(report.isClean(), report::toString);
            assertEquals(TASKS, pipe.releases.get());
            tasks.forEach(task -> assertThrows(TaskException.class, task::join));
        }
        Loops.assertLeavesNothing(loop);
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void a_million_resets_of_a_timeout_leave_nothing() { // POLY-06, C-46
        Loops.with(
                loop -> {
                    long before = heapUsed();
                    Task<Integer> task =
                            loop.fork(
                                    () -> {
                                        int resets = 0;
                                        try (Scope scope = Scope.open(Duration.ofSeconds(50))) {
                                            while (resets < 1_000_000) {
                                                scope.reset(Duration.ofSeconds(50));
                                                resets++;
                                                if (resets % 1000 == 0) {
                                                    loop.call(Loops.NOP);
                                                }
                                            }
                                            scope.reset(Duration.ZERO);
                                            assertThrows(
                                                    TaskException.TimedOut.class,
                                                    () -> loop.call(Loops.NOP));
                                        }
                                        return resets;
                                    });
                    assertEquals(1_000_000, task.join());
                    assertTrue(heapUsed() - before < 8 << 20);
                });
    }

    @Test
    void a_timeout_that_is_reset_while_somebody_waits_ends_the_wait_once() { // POLY-06
        Loops.with(
                loop -> {
                    try (Pipe pipe = new Pipe();
                            Arm arm = new Arm(loop, pipe)) {
                        for (int at = 0; at < 20_000; at++) {
                            arm.scope().reset(Duration.ofSeconds(50));
                        }
                        assertEquals(0, pipe.releases.get());
                        arm.scope().reset(Duration.ofNanos(1));
                        assertEquals("over", arm.task().join());
                        assertEquals(1, pipe.releases.get());
                    }
                });
    }

    /// A task that waits in a scope which others can reach.
    private static final class Arm implements AutoCloseable {

        private final CompletableFuture<Scope> opened = new CompletableFuture<>();
        private final Task<String> task;

        Arm(Loop loop, Pipe pipe) {
            task =
                    loop.fork(
                            () -> {
                                try (Scope scope = Scope.open(Duration.ofSeconds(50))) {
                                    opened.complete(scope);
                                    loop.call(pipe.read());
                                    return "read";
                                } catch (TaskException.TimedOut e) {
                                    return "over";
                                }
                            });
            Loops.until(loop, 1);
        }

        Scope scope() {
            return opened.join();
        }

        Task<String> task() {
            return task;
        }

        @Override
        public void close() {
            task.cancel();
        }
    }
}
