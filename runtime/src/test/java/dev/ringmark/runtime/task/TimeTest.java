package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
class TimeTest { // SPG-110..SPG-114

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final int MANY = 100_000;

    private static void both(Consumer<Loop> body) {
        Loops.with(
                loop -> {
                    loop.fork(
                                    () -> {
                                        body.accept(loop);
                                        return "";
                                    })
                            .join(Loops.PATIENCE);
                    body.accept(loop);
                });
    }

    @Test
    void ticks_that_were_missed_come_in_a_burst_late_or_not_at_all() { // SPG-113
        // Due at 100 with a period of 10, given at 135: those of 110, 120 and 130 were missed.
        assertEquals(110, MissedTicks.BURST.next(100, 135, 10));
        assertEquals(145, MissedTicks.DELAY.next(100, 135, 10));
        assertEquals(140, MissedTicks.SKIP.next(100, 135, 10));
        for (MissedTicks each : MissedTicks.values()) {
            assertEquals(110, each.next(100, 100, 10), each.name());
            assertEquals(Long.MAX_VALUE, each.next(Long.MAX_VALUE - 5, 0, 10), each.name());
        }
        assertEquals(150, MissedTicks.SKIP.next(100, 140, 10)); // the one of 140 is now
    }

    @Test
    void who_waits_for_no_time_again_and_again_lets_others_run() { // SPG-110
        CompletableFuture<Integer> never = new CompletableFuture<>();
        List<Consumer<Loop>> waits =
                List.of(
                        _ -> Task.sleep(Duration.ofNanos(1)),
                        _ -> Task.sleep(Duration.ZERO),
                        _ -> timedOut(() -> Task.await(never, Duration.ofNanos(1))),
                        loop -> timedOut(() -> loop.call(Loops.NOP, Duration.ZERO)),
                        loop -> timedOut(() -> loop.run(Nop.plain(), Duration.ZERO)));
        for (Consumer<Loop> wait : waits) {
            Loops.with(
                    loop -> {
                        AtomicBoolean hasRun = new AtomicBoolean();
                        Task<Integer> impatient =
                                loop.fork(
                                        () -> {
                                            int times = 0;
                                            for (; !hasRun.get() && times < MANY; times++) {
                                                wait.accept(loop);
                                            }
                                            return times;
                                        });
                        Task<Integer> other =
                                loop.fork(
                                        () -> {
                                            hasRun.set(true);
                                            return 0;
                                        });
                        assertTrue(impatient.join(Loops.PATIENCE) < MANY);
                        other.join(Loops.PATIENCE);
                    });
        }
    }

    private static void timedOut(Executable wait) {
        assertThrows(TaskException.TimedOut.class, wait);
    }

    @Test
    void an_interval_ticks_at_once_and_then_never_early() {
        both(
                _ -> {
                    Interval interval = Interval.every(SHORT);
                    long start = System.nanoTime();
                    interval.tick();
                    for (int tick = 1; tick <= 3; tick++) {
                        interval.tick();
                        assertTrue(System.nanoTime() - start >= tick * SHORT.toNanos());
                    }
                    interval.reset();
                    long reset = System.nanoTime();
                    interval.tick();
                    assertTrue(System.nanoTime() - reset >= SHORT.toNanos() - 1_000_000);
                });
        assertThrows(IllegalArgumentException.class, () -> Interval.every(Duration.ZERO));
    }

    @Test
    void a_burst_gives_what_was_missed_and_can_be_ended() { // POLY-07
        both(
                _ -> {
                    Interval interval = Interval.every(Duration.ofMillis(2));
                    Task.sleep(Duration.ofMillis(20));
                    int late = 0;
                    while (interval.tick().toMillis() >= 2) {
                        late++;
                    }
                    assertTrue(late >= 8, late + " late");
                    try (Scope scope = Scope.open()) {
                        scope.cancel();
                        Interval bursting = Interval.every(Duration.ofNanos(1));
                        assertThrows(TaskException.Cancelled.class, bursting::tick);
                    }
                    Interval far = Interval.after(Loops.PATIENCE, SHORT, MissedTicks.SKIP);
                    try (Scope _ = Scope.open(SHORT)) {
                        assertThrows(TaskException.TimedOut.class, far::tick);
                    }
                });
    }

    @Test
    void a_sleep_is_moved_while_somebody_waits() { // SPG-114
        both(
                loop -> {
                    Sleep sleep = Sleep.of(null);
                    assertNull(sleep.remaining());
                    Task<Boolean> waiting =
                            loop.fork(
                                    () -> {
                                        sleep.await();
                                        return sleep.isElapsed();
                                    });
                    Task.sleep(Duration.ofMillis(5));
                    assertFalse(waiting.isDone());
                    sleep.reset(Duration.ofMillis(5)); // earlier than never
                    assertTrue(waiting.join(Loops.PATIENCE));
                    assertEquals(Duration.ZERO, sleep.remaining());
                    sleep.reset(Duration.ofMillis(20));
                    long start = System.nanoTime();
                    Task<Boolean> again =
                            loop.fork(
                                    () -> {
                                        sleep.await();
                                        return true;
                                    });
                    sleep.reset(Duration.ofMillis(40)); // later
                    assertTrue(again.join(Loops.PATIENCE));
                    assertTrue(System.nanoTime() - start >= 39_000_000);
                });
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void a_million_resets_leave_nothing() { // POLY-06
        Loops.with(
                loop -> {
                    Sleep sleep = Sleep.of(Loops.PATIENCE);
                    Task<Boolean> waiting =
                            loop.fork(
                                    () -> {
                                        sleep.await();
                                        return true;
                                    });
                    for (int reset = 0; reset < 1_000_000; reset++) {
                        sleep.reset(Duration.ofSeconds(10 + reset % 2));
                    }
                    sleep.reset(Duration.ZERO);
                    assertTrue(waiting.join(Loops.PATIENCE));
                });
    }

    @Test
    void the_wall_clock_and_the_clock_since_boot_are_waited_for() { // SPG-112
        both(TimeTest::byOtherClocks);
    }

    @Test
    void a_kernel_whose_timeouts_know_no_other_clocks_looks_at_them() { // 5.10
        Kernel old = Masked.hiding(Kernel.host(), TimeoutFlag.REALTIME, TimeoutFlag.BOOTTIME);
        try (Loop loop = Loop.start(old, Loops.options())) {
            byOtherClocks(loop);
        }
    }

    private static void byOtherClocks(Loop loop) {
        Clocks clocks = new Clocks(loop);
        Instant until = clocks.wall().plus(SHORT);
        clocks.sleepUntil(until);
        assertFalse(clocks.wall().isBefore(until));
        assertFalse(Instant.now().isBefore(until));
        Duration boot = clocks.sinceBoot().plus(SHORT);
        clocks.sleepThroughSuspend(SHORT);
        assertTrue(clocks.sinceBoot().compareTo(boot) >= 0);
        clocks.sleepUntil(Instant.EPOCH); // long past
        try (Scope _ = Scope.open(SHORT)) {
            Instant far = clocks.wall().plus(Loops.PATIENCE);
            assertThrows(TaskException.TimedOut.class, () -> clocks.sleepUntil(far));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> clocks.sleepUntil(Instant.EPOCH.minusNanos(1)));
    }
}
