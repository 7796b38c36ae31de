package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.shard.DriverCounts;
import dev.ringmark.runtime.uapi.Opcode;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Loops for tests, as this JVM was started: its tasks run on the loop, or are handed over.
final class Loops {

    /// Where tasks are to run, by how surefire started this JVM.
    static final Scheduling EXPECTED =
            Scheduling.valueOf(System.getProperty("ringmark.scheduling", "ON_LOOP"));

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final RawRequest NOP = sqe -> sqe.prepare(Opcode.NOP, -1, 0, 0, 0);

    private Loops() {}

    static LoopOptions options() {
        return LoopOptions.named("loop-under-test").withHeldMax(Duration.ZERO);
    }

    static Loop start() {
        return Loop.start(Kernel.host(), options());
    }

    /// Runs a test with a loop, and looks that nothing is left of it.
    static void with(Consumer<Loop> test) {
        Loop loop = start();
        try {
            test.accept(loop);
        } finally {
            loop.close(PATIENCE);
        }
        assertTrue(loop.close(PATIENCE).isClean(), () -> loop.close(PATIENCE).toString());
        assertLeavesNothing(loop);
    }

    static void assertLeavesNothing(Loop loop) {
        DriverCounts counts = loop.counts();
        assertEquals(counts.accepted(), counts.ended()); // I-02
        assertEquals(0, counts.callbackFailures());
        assertEquals(0, loop.taskCount());
    }

    /// Waits until something is so, which it must be in time.
    static void until(BooleanSupplier isSo) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not in time");
            Thread.onSpinWait();
        }
    }

    static void until(Loop loop, long accepted) {
        until(() -> loop.counts().accepted() >= accepted);
    }
}
