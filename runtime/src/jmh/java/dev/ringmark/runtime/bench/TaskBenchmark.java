package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.RawRequest;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What tasks cost on a loop, and virtual threads on the JDK's scheduler: a yield, a round trip of
/// park and unpark between two, a NOP of the ring's.
///
/// Each invocation starts its threads and joins them; that is less than a hundredth of the work.
/// The JDK's scheduler is to have one carrier. CPU time is the whole process's.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class TaskBenchmark {

    /// How many operations an invocation makes.
    public static final int OPERATIONS = 1 << 16;

    private static final int TASKS = 32;
    private static final RawRequest NOP = sqe -> sqe.prepare(Opcode.NOP, -1, 0, 0, 0);

    /// CPU time and operations of an iteration.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class CpuTime {

        private static final com.sun.management.OperatingSystemMXBean SYSTEM =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();

        /// Nanoseconds of CPU time in this iteration.
        public long cpuNanos;

        /// Operations in this iteration.
        public long operations;

        private long before;

        /// Reads the clock.
        @Setup(Level.Iteration)
        public void start() {
            before = SYSTEM.getProcessCpuTime();
        }

        /// Reads it again.
        @TearDown(Level.Iteration)
        public void stop() {
            cpuNanos = SYSTEM.getProcessCpuTime() - before;
        }
    }

    /// Two threads, one of which may run at a time.
    private static final class Turns {

        private final Thread[] threads = new Thread[2];
        private volatile int turn;

        /// What thread number `self` does.
        private int play(int self) {
            for (int round = 0; round < OPERATIONS; round++) {
                while (turn != self) {
                    LockSupport.park();
                }
                turn = 1 - self;
                LockSupport.unpark(threads[1 - self]);
            }
            return OPERATIONS;
        }
    }

    private Loop loop;

    /// Starts the loop.
    @Setup
    public void open() {
        loop = Loop.start(Kernel.host(), LoopOptions.named("benchmark"));
    }

    /// Ends it.
    @TearDown
    public void close() {
        loop.close();
    }

    /// One task that yields.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int yieldOnLoop(CpuTime cpu) {
        cpu.operations += OPERATIONS;
        return loop.fork(TaskBenchmark::yields).join();
    }

    /// One virtual thread that yields.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public boolean yieldOnJdk(CpuTime cpu) throws InterruptedException {
        cpu.operations += OPERATIONS;
        return Thread.startVirtualThread(TaskBenchmark::yields).join(java.time.Duration.ofHours(1));
    }

    /// One virtual thread that yields, with the least that a scheduler can be: what the JDK's part
    /// of a switch costs.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void yieldAtTheLeast(CpuTime cpu) {
        cpu.operations += OPERATIONS;
        LeastScheduler scheduler = new LeastScheduler();
        scheduler.newThread(TaskBenchmark::yields).start();
        scheduler.run();
    }

    /// The same with two that unpark each other.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void parkAtTheLeast(CpuTime cpu) {
        cpu.operations += OPERATIONS;
        LeastScheduler scheduler = new LeastScheduler();
        Turns turns = new Turns();
        turns.threads[0] = scheduler.newThread(() -> turns.play(0));
        turns.threads[1] = scheduler.newThread(() -> turns.play(1));
        turns.threads[0].start();
        turns.threads[1].start();
        scheduler.run();
    }

    /// Two tasks that unpark each other.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int parkOnLoop(CpuTime cpu) {
        cpu.operations += OPERATIONS;
        Turns turns = new Turns();
        return loop.fork(
                        () -> {
                            Task<Integer> first = loop.fork(() -> turns.play(0));
                            Task<Integer> second = loop.fork(() -> turns.play(1));
                            turns.threads[0] = first.thread();
                            turns.threads[1] = second.thread();
                            return first.join() + second.join();
                        })
                .join();
    }

    /// Two virtual threads that unpark each other.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void parkOnJdk(CpuTime cpu) throws InterruptedException {
        cpu.operations += OPERATIONS;
        Turns turns = new Turns();
        for (int self = 0; self < 2; self++) {
            int number = self;
            turns.threads[self] = Thread.ofVirtual().unstarted(() -> turns.play(number));
        }
        turns.threads[0].start();
        turns.threads[1].start();
        turns.threads[0].join();
        turns.threads[1].join();
    }

    /// One task, one NOP at a time.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int nopFromOneTask(CpuTime cpu) {
        cpu.operations += OPERATIONS;
        return loop.fork(() -> nops(OPERATIONS)).join();
    }

    /// Thirty-two tasks, one NOP each at a time.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int nopFrom32Tasks(CpuTime cpu) {
        cpu.operations += OPERATIONS;
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int at = 0; at < TASKS; at++) {
            tasks.add(loop.fork(() -> nops(OPERATIONS / TASKS)));
        }
        return tasks.stream().mapToInt(Task::join).sum();
    }

    private int nops(int count) {
        int sum = 0;
        for (int at = 0; at < count; at++) {
            sum += loop.call(NOP);
        }
        return sum;
    }

    @SuppressWarnings("ThreadPriorityCheck") // a yield is what is measured
    private static int yields() {
        for (int at = 0; at < OPERATIONS; at++) {
            Thread.yield();
        }
        return OPERATIONS;
    }
}
