package dev.ringmark.runtime.shards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.Idle;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What shards do when there is nothing to do, and where.
@Timeout(60)
class IdleTest { // SPG-013, SPG-043, I-07, I-08

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final int ROUNDS = 200;

    /// The host's, which counts the enters that wait.
    private static final class Counting extends ForwardingKernel {

        private final AtomicLong waits = new AtomicLong();

        Counting() {
            super(Kernel.host());
        }

        @Override
        public int enter(
                int fd,
                int toSubmit,
                int minComplete,
                int flags,
                MemorySegment argument,
                long argumentSize) {
            if (minComplete > 0) {
                waits.incrementAndGet();
            }
            return super.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
        }
    }

    private final Counting kernel = new Counting();

    private ShardsBuilder builder(int count) {
        LoopOptions options = LoopOptions.named("x").withHeldMax(Duration.ZERO);
        return Shards.builder().shards(count).kernel(kernel).loop(options);
    }

    /// Which CPUs this process may use.
    private static List<Integer> cpus() throws IOException {
        return allowed(Path.of("/proc/self/status"));
    }

    private static List<Integer> allowed(Path status) throws IOException {
        String text =
                Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("Cpus_allowed_list:"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("\\s|.*:", "");
        return Arrays.stream(text.split(",", -1)).flatMap(IdleTest::range).toList();
    }

    private static Stream<Integer> range(String text) {
        String[] ends = text.split("-", -1);
        int last = Integer.parseInt(ends[ends.length - 1]);
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), last).boxed();
    }

    @Test
    void a_shard_runs_where_it_is_asked_to() throws IOException { // SPG-043
        int cpu = cpus().getLast();
        int machine = Runtime.getRuntime().availableProcessors();
        try (Shards shards = builder(2).cpus(cpu).start()) {
            for (Shard shard : shards.all()) {
                int thread = shard.loop().withDriver(_ -> kernel.calls().threadId());
                Path status = Path.of("/proc/self/task/" + thread + "/status");
                assertEquals(List.of(cpu), allowed(status));
            }
            assertEquals(4, shards.run(() -> BlockingPool.shared().call(() -> 4)));
        }
        assertEquals(machine, Runtime.getRuntime().availableProcessors());
    }

    @Test
    void where_it_cannot_be_had_a_shard_runs_anywhere() { // SPG-043: best effort
        try (Shards shards = builder(1).cpus(LoopOptions.CPU_MAX).start()) {
            assertEquals(7, shards.run(() -> 7));
        }
    }

    @Test
    void what_does_not_fit_is_told() {
        String message =
                String.valueOf(
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> builder(2).cpus(0).idle(Idle.busyPoll()).start())
                                .getMessage());
        assertTrue(message.contains("1 cpus for 2 shards, expected one of its own"), message);
        String other =
                String.valueOf(
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> builder(1).cpus(-1).start())
                                .getMessage());
        assertTrue(other.contains("cpu: -1, expected 0..1023"), other);
        assertThrows(IllegalArgumentException.class, () -> Idle.spin(Duration.ofSeconds(1)));
    }

    /// Works, is idle for a while, and is woken by each of the ways there are.
    private static void exercise(Shards shards) {
        Shard first = shards.shard(0);
        for (int at = 0; at < ROUNDS; at++) {
            int value = at;
            assertEquals(at, first.spawn(() -> value).join(PATIENCE));
            assertFalse(shards.run(() -> first.loop().run(Nop.plain(), null).isStopped()));
        }
        assertEquals(
                1,
                first.spawn(
                                () -> {
                                    Task.sleep(Duration.ofMillis(5));
                                    return 1;
                                })
                        .join(PATIENCE));
        first.loop().withDriver(driver -> driver.execute(() -> {}));
        assertEquals(3, shards.spawn(Placement.stealable(0), () -> 3).join(PATIENCE));
    }

    @Test
    void one_that_polls_never_sleeps() throws IOException { // SPG-013
        try (Shards shards = builder(1).cpus(cpus().getFirst()).idle(Idle.busyPoll()).start()) {
            exercise(shards); // and the first sleeps are over that prove it can be woken
            long before = kernel.waits.get();
            exercise(shards);
            assertEquals(before, kernel.waits.get());
        }
    }

    @Test
    void no_wake_up_is_lost_to_one_that_looks() throws Exception { // I-07
        Idle idle = Idle.spin(Duration.ofNanos(50_000));
        try (Shards shards = builder(1).cpus(cpus().getLast()).idle(idle).start();
                ExecutorService pool = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> each = new ArrayList<>();
            for (int at = 0; at < 2; at++) {
                each.add(pool.submit(() -> ask(shards)));
            }
            for (Future<Integer> one : each) {
                assertEquals(10 * ROUNDS, one.get());
            }
        }
    }

    /// Most messages come while the task that is to have them looks, so that it need not be run for
    /// them; a machine that is busy otherwise may need more than one try.
    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void who_waits_for_a_message_looks_while_its_loop_has_nothing_to_do() // SPG-013
            throws IOException {
        assumeTrue(cpus().size() > 1, "one CPU: who sends would stand still meanwhile");
        AtomicLong taken = new AtomicLong();
        try (Shards shards = builder(1).cpus(cpus().getLast()).idle(Idle.busyPoll()).start()) {
            Shard shard = shards.shard(0);
            assumeTrue(shard.loop().scheduling() == Scheduling.ON_LOOP, "its tasks run elsewhere");
            GroupTask<Integer> receiver =
                    shard.spawn(
                            () -> {
                                while (shard.receive(null).value() != 0) {
                                    taken.incrementAndGet();
                                }
                                return 0;
                            });
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (runsFor(shard, taken) > ROUNDS / 2) {
                assertTrue(System.nanoTime() < end, "each message runs its receiver");
            }
            shard.tell(1, 0);
            assertEquals(0, receiver.join(PATIENCE));
        }
    }

    private static long runsFor(Shard shard, AtomicLong taken) {
        long before = shard.loop().snapshot().runs();
        for (int at = 0; at < ROUNDS; at++) {
            long expected = taken.get() + 1;
            long then = System.nanoTime() + 5_000; // so that its receiver has begun to wait
            while (System.nanoTime() < then) {
                Thread.onSpinWait();
            }
            shard.tell(1, 1);
            while (taken.get() < expected) {
                Thread.onSpinWait();
            }
        }
        return shard.loop().snapshot().runs() - before;
    }

    /// Its loop has something else to do again and again.
    @Test
    void who_looks_does_not_hold_up_its_loop() throws IOException { // I-07, SPG-013
        try (Shards shards = builder(1).cpus(cpus().getLast()).idle(Idle.busyPoll()).start()) {
            Shard shard = shards.shard(0);
            GroupTask<Message> receiver = shard.spawn(() -> shard.receive(null));
            exercise(shards);
            receiver.cancel();
            TaskException e = assertThrows(TaskException.class, () -> receiver.join(PATIENCE));
            assertInstanceOf(TaskException.Cancelled.class, e.getCause());
        }
    }

    private static int ask(Shards shards) {
        int answers = 0;
        while (answers < 10 * ROUNDS) {
            int value = answers;
            answers += 1 + shards.spawn(Placement.on(0), () -> value).join(PATIENCE) - value;
        }
        return answers;
    }

    private static long cpuNs(Shard shard) {
        long thread = shard.loop().withDriver(_ -> Thread.currentThread().threadId());
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
    }

    @Test
    void one_that_spins_sleeps_when_that_does_not_pay() // SPG-013: bounded
            throws IOException, InterruptedException {
        assumeTrue(cpus().size() > 1, "one CPU: nobody spins");
        Idle idle = Idle.spin(Duration.ofMillis(10));
        try (Shards shards = builder(1).cpus(cpus().getLast()).idle(idle).start()) {
            exercise(shards);
            assertTrue(cpuNs(shards.shard(0)) > 0);
            long before = cpuNs(shards.shard(0));
            assertFalse(new CountDownLatch(1).await(A_WHILE.toMillis(), TimeUnit.MILLISECONDS));
            long used = cpuNs(shards.shard(0)) - before;
            assertTrue(used < A_WHILE.toNanos() / 2, used + " ns of " + A_WHILE);
        }
    }
}
