package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchdogTest {

    private static final Duration LIMIT = Duration.ofMillis(20);

    private final List<Held> reports = new CopyOnWriteArrayList<>();
    private final LoopOptions options =
            Loops.options().withHeldMax(LIMIT).withHeldListener(reports::add);

    private static int compute(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        int rounds = 0;
        while (System.nanoTime() < end) {
            rounds++;
            Thread.onSpinWait();
        }
        return rounds;
    }

    private void computeUntilReported() {
        while (reports.isEmpty()) {
            compute(LIMIT);
        }
    }

    @Test
    void a_task_that_holds_the_loop_is_reported_once_with_its_stack() {
        Loop loop = Loop.start(Kernel.host(), options);
        Task<Integer> greedy =
                loop.fork(
                        "greedy",
                        () -> {
                            if (loop.scheduling() == Scheduling.ON_LOOP) {
                                computeUntilReported();
                            }
                            return compute(LIMIT.multipliedBy(10));
                        });
        assertTrue(greedy.join() > 0);
        loop.close();
        if (loop.scheduling() == Scheduling.HAND_OFF) {
            assertEquals(List.of(), reports); // it ran elsewhere
            return;
        }
        assertEquals(1, reports.size());
        Held held = reports.getFirst();
        assertEquals("greedy", held.thread());
        assertTrue(held.time().compareTo(LIMIT) >= 0, held::describe);
        assertTrue(held.describe().contains("compute"), held::describe);
    }

    @Test
    void an_action_that_holds_the_loop_is_reported() {
        Loop loop = Loop.start(Kernel.host(), options);
        loop.execute(this::computeUntilReported);
        assertEquals(0, loop.call(Loops.NOP));
        loop.close();
        assertEquals("loop-under-test", reports.getFirst().thread());
        assertTrue(reports.getFirst().describe().contains("computeUntilReported"));
    }

    @Test
    void an_idle_loop_and_a_busy_one_that_shares_are_not_reported() {
        Loop loop = Loop.start(Kernel.host(), options.withHeldMax(Duration.ofSeconds(2)));
        loop.fork(
                        () -> {
                            Task.sleep(LIMIT);
                            for (int at = 0; at < 100_000; at++) {
                                Task.snooze();
                            }
                            return "";
                        })
                .join();
        loop.close();
        assertEquals(List.of(), reports);
    }
}
