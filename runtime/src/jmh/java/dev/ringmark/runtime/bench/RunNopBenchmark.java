package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.bench.NopBenchmark.CpuTime;
import dev.ringmark.runtime.bench.NopBenchmark.RingMode;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Run;
import dev.ringmark.runtime.op.RunListener;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What one NOP costs as an operation, on the callback path, 32 in flight: a [Run] that is started
/// again, a step for 32, and the listener.
///
/// Does not include any I/O, any sleep, nor the making of the driver. [NopBenchmark] is the same on
/// the bare ring.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class RunNopBenchmark {

    /// Counts results.
    private static final class Counter implements RunListener<Integer> {
        private long count;

        @Override
        public void completed(Run<Integer> run, int result, int flags) {
            count += 1 + result;
        }

        @Override
        public void abandoned(Run<Integer> run, EndReason reason) {
            throw new IllegalStateException(reason.name());
        }
    }

    /// The ring's kind.
    @Param public RingMode mode;

    private Driver driver;
    private List<Run<Integer>> runs;
    private Counter counter;

    /// Makes the driver on the thread that uses it.
    @Setup
    public void open() {
        DriverOptions plain = DriverOptions.permits(NopBenchmark.BATCH);
        DriverOptions options =
                new DriverOptions(
                        NopBenchmark.BATCH, plain.permits(), plain.waitersMax(), mode.setupFlags);
        driver = Driver.open(Kernel.host(), options);
        counter = new Counter();
        runs = Stream.generate(() -> new Run<>(driver, counter)).limit(NopBenchmark.BATCH).toList();
        driver.step(1); // arms the wake source
    }

    /// Closes it.
    @TearDown
    public void close() {
        driver.close(driver.now() + TimeUnit.SECONDS.toNanos(1));
    }

    /// A batch of NOPs there and back; compiled by itself, as in [NopBenchmark].
    ///
    /// @return how many have ended
    @Benchmark
    @OperationsPerInvocation(NopBenchmark.BATCH)
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public long nop(CpuTime cpu) {
        for (Run<Integer> run : runs) {
            if (run.start(Nop.plain()) != Admission.ACCEPTED) {
                throw new IllegalStateException("not accepted");
            }
        }
        while (driver.inFlight() > 0) {
            driver.step(NopBenchmark.BATCH);
        }
        cpu.operations += NopBenchmark.BATCH;
        return counter.count;
    }
}
