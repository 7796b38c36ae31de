package dev.ringmark.runtime.bench.shape;

import com.sun.management.ThreadMXBean;
import dev.ringmark.runtime.kernel.Kernel;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/// What an operation costs the whole process, the compiler and the collector as well: CPU time,
/// which others on the machine change less than the wall clock, and bytes on the heap.
public final class ProcessCost implements InternalProfiler {

    /// `CLOCK_PROCESS_CPUTIME_ID` of time.h; what the JDK reads counts in ticks of 10 ms.
    private static final int CPU_CLOCK = 2;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final double NS_PER_US = 1e3;

    private long cpuNanos;
    private long bytes;

    @Override
    public String getDescription() {
        return "CPU time and allocation of the process, per operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        bytes = THREADS.getTotalThreadAllocatedBytes();
        cpuNanos = cpuClock();
    }

    @Override
    public Collection<? extends Result<ScalarResult>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double cpu = cpuClock() - cpuNanos;
        double allocated = THREADS.getTotalThreadAllocatedBytes() - bytes;
        long operations = result.getMetadata().getAllOps();
        if (operations == 0) {
            return List.of();
        }
        return List.of(
                new ScalarResult(
                        "cpu", cpu / NS_PER_US / operations, "us/op", AggregationPolicy.AVG),
                new ScalarResult(
                        "allocated", allocated / operations, "B/op", AggregationPolicy.AVG));
    }

    private static long cpuClock() {
        return Kernel.host().calls().clock(CPU_CLOCK);
    }
}
