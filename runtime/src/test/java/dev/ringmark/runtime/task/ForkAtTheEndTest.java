package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Threads fork tasks while their loop ends: each task is let in, cancelled and waited for, or
/// refused, and one that is refused holds nobody up. The time to end is far more than the test's.
class ForkAtTheEndTest { // SPG-044, NORN-09

    private static final int ROUNDS = 300;
    private static final int SOON_S = 20;
    private static final Duration LATE = Duration.ofMinutes(10);

    @Test
    void a_loop_ends_as_soon_as_its_tasks_have() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Loop loop = Loop.start(Kernel.host(), LoopOptions.named("round"));
            CompletableFuture<Integer> forker =
                    CompletableFuture.supplyAsync(() -> forkUntilRefused(loop));
            LoopReport report = loop.shutdown(LATE).get(SOON_S, TimeUnit.SECONDS);
            assertEquals(0, report.tasksLeft(), report::toString);
            assertTrue(forker.join() >= 0);
        }
    }

    /// @return how many were let in
    private static int forkUntilRefused(Loop loop) {
        int forked = 0;
        try {
            while (true) {
                loop.fork(() -> 1);
                forked++;
            }
        } catch (TaskException.Closed e) {
            return forked;
        }
    }
}
