package dev.ringmark.chaos.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.RawRequest;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tasks on the simulated kernel: one thread, its clock, and nothing left to chance.
class TasksInSimulationTest {

    private static final Duration CLOSE_TIME = Duration.ofSeconds(1);

    private final PagePool pool = new PagePool();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(8);

    @AfterEach
    void close() {
        arena.close();
        pool.close();
    }

    private static Loop open(SimulatedKernel kernel, int permits) {
        DriverOptions driver =
                DriverOptions.permits(permits)
                        .withSqEntries(Math.min(permits, 8))
                        .withWaitersMax(Integer.MAX_VALUE);
        LoopOptions options = LoopOptions.named("simulated").withHeldMax(Duration.ZERO);
        Loop loop = Loop.onThisThread(kernel, options.withDriver(driver));
        assertEquals(Scheduling.ON_LOOP, loop.scheduling());
        return loop;
    }

    private static void run(Loop loop, List<? extends Task<?>> tasks) {
        while (!tasks.stream().allMatch(Task::isDone)) {
            if (!loop.turn() && !tasks.stream().allMatch(Task::isDone)) {
                loop.awaitEvent();
            }
        }
    }

    private static void assertLeavesNothing(Loop loop) {
        assertTrue(loop.close(CLOSE_TIME).isClean());
        assertEquals(loop.counts().accepted(), loop.counts().ended()); // I-02
        assertEquals(0, loop.taskCount());
    }

    private RawRequest read(int fd) {
        return (Sqe sqe) -> sqe.prepare(Opcode.READ, fd, memory.address(), 8, -1);
    }

    @Test
    void a_day_passes_at_once() {
        try (SimulatedKernel kernel = kernel("6.18", 1)) {
            Loop loop = open(kernel, 8);
            long start = kernel.nanoTime();
            Task<Long> sleeper =
                    loop.fork(
                            () -> {
                                Task.sleep(Duration.ofDays(1));
                                return kernel.nanoTime() - start;
                            });
            run(loop, List.of(sleeper));
            assertTrue(sleeper.join() >= Duration.ofDays(1).toNanos());
            assertLeavesNothing(loop);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.1", "6.18"})
    void two_hundred_tasks_end_whatever_ends_them(String release) { // C-10, C-47, I-01, I-21
        for (int seed = 0; seed < 5; seed++) {
            String first = randomRun(release, seed);
            assertEquals(first, randomRun(release, seed)); // I-25
            assertNotEquals(first, randomRun(release, seed + 100));
        }
    }

    /// Tasks read pipes that are written, or not, and are ended by deadlines, cancels, interrupts.
    private String randomRun(String release, long seed) {
        Random random = new Random(seed);
        try (SimulatedKernel kernel = kernel(release, seed)) {
            Loop loop = open(kernel, 16);
            int[] pipe = new int[2];
            kernel.calls().pipe(pipe, 0);
            List<Task<String>> tasks = new ArrayList<>();
            for (int at = 0; at < 200; at++) {
                Duration limit = micros(random, 5000);
                Duration pause = micros(random, 3000);
                tasks.add(loop.fork(() -> readWithin(loop, pipe[0], pause, limit)));
            }
            for (Task<String> task : tasks) {
                Duration when = micros(random, 6000);
                switch (random.nextInt(4)) {
                    case 0 -> kernel.schedule(when, task::cancel);
                    case 1 -> kernel.schedule(when, task::interrupt);
                    default -> kernel.schedule(when, () -> write(kernel, pipe[1]));
                }
            }
            run(loop, tasks);
            StringBuilder outcomes = new StringBuilder();
            tasks.forEach(task -> outcomes.append(task.join()));
            assertLeavesNothing(loop);
            assertTrue(outcomes.toString().contains("8"), outcomes::toString);
            assertTrue(outcomes.toString().contains("T"), outcomes::toString);
            return outcomes + " " + kernel.traceHash();
        }
    }

    private static Duration micros(Random random, int bound) {
        return Duration.ofNanos(1000L * random.nextInt(bound));
    }

    private String readWithin(Loop loop, int fd, Duration pause, Duration limit) {
        try (Scope _ = Scope.open(limit.plus(pause))) {
            Task.sleep(pause);
            return Integer.toString(loop.call(read(fd)));
        } catch (TaskException e) {
            return e.getClass().getSimpleName().substring(0, 1);
        }
    }

    private void write(SimulatedKernel kernel, int fd) {
        kernel.calls().write(fd, memory);
    }

    private SimulatedKernel kernel(String release, long seed) {
        return new SimulatedKernel(SimulatedKernel.Options.of(Profile.of(release), seed), pool);
    }
}
