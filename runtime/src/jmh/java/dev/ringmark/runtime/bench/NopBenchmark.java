package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/// What one NOP costs through [Ring]: prepare, publish, one enter for 32, reap.
///
/// Does not include any I/O, any wait (a NOP completes within the enter), nor the making of the
/// ring.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class NopBenchmark {

    /// How many NOPs one enter takes.
    public static final int BATCH = 32;

    /// The kinds of ring that are compared.
    public enum RingMode {
        /// No flags.
        PLAIN(0, false),
        /// The fastest ring of one thread: its completions wait for it, and it enters by index.
        DEFERRED(SetupFlag.SINGLE_ISSUER.bits() | SetupFlag.DEFER_TASKRUN.bits(), true);

        final int setupFlags;
        final boolean registersFd;

        RingMode(int setupFlags, boolean registersFd) {
            this.setupFlags = setupFlags;
            this.registersFd = registersFd;
        }
    }

    /// The thread's CPU time, which other tasks on the machine do not lengthen.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class CpuTime {

        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        /// Nanoseconds of CPU time in this iteration.
        public long cpuNanos;

        /// NOPs in this iteration.
        public long operations;

        private long before;

        /// What `bench-compare --metric cpuNanosPerNop` judges on a machine that others use.
        ///
        /// @return of this iteration
        public double cpuNanosPerNop() {
            return (double) cpuNanos / operations;
        }

        /// Reads the clock.
        @Setup(Level.Iteration)
        public void start() {
            before = THREADS.getCurrentThreadCpuTime();
        }

        /// Reads it again.
        @TearDown(Level.Iteration)
        public void stop() {
            cpuNanos = THREADS.getCurrentThreadCpuTime() - before;
        }
    }

    /// The ring's kind.
    @Param public RingMode mode;

    private Ring ring;
    private long userData;

    /// Makes the ring on the thread that uses it.
    @Setup
    public void open() {
        ring = Ring.open(Kernel.host(), RingOptions.entries(BATCH).withFlags(mode.setupFlags));
        int result = mode.registersFd ? ring.registerRingFd() : 0;
        if (result != 0) {
            throw new IllegalStateException("registerRingFd returned " + result);
        }
    }

    /// Closes it.
    @TearDown
    public void close() {
        ring.close();
    }

    /// A batch of NOPs there and back.
    ///
    /// Compiled by itself, as a loop of an application is: inlined into JMH's own loop, which the
    /// compiler copies, it would exceed what C2 inlines into one method (NodeCountInliningCutoff).
    ///
    /// @return the sum of their user data
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public long nop(CpuTime cpu) {
        for (int at = 0; at < BATCH; at++) {
            Sqe sqe = ring.nextSqe();
            if (sqe == null) {
                throw new IllegalStateException("the SQ is full");
            }
            sqe.prepare(Opcode.NOP, -1, 0, 0, 0).userData(userData++);
        }
        int submitted = ring.submitAndWait(BATCH);
        if (submitted != BATCH) {
            throw new IllegalStateException("enter returned " + submitted);
        }
        long sum = 0;
        for (Cqe cqe = ring.peek(); cqe != null; cqe = ring.peek()) {
            sum += cqe.userData();
            ring.advance();
        }
        cpu.operations += BATCH;
        return sum;
    }
}
