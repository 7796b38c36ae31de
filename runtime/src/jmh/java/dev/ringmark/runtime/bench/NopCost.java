package dev.ringmark.runtime.bench;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/// What one NOP cost in one run.
///
/// @param wallNs elapsed nanoseconds
/// @param cpuNs nanoseconds of the thread's CPU time
/// @param allocatedB bytes allocated on the Java heap
record NopCost(double wallNs, double cpuNs, double allocatedB) {

    /// Of a benchmark that counts its `cpuNanos` and `operations`, run with the GC profiler.
    static NopCost of(RunResult result) {
        return new NopCost(
                result.getPrimaryResult().getScore(),
                secondary(result, "cpuNanos") / secondary(result, "operations"),
                secondary(result, "gc.alloc.rate.norm"));
    }

    private static double secondary(RunResult result, String name) {
        for (Result<?> secondary : result.getSecondaryResults().values()) {
            if (secondary.getLabel().endsWith(name)) {
                return secondary.getScore();
            }
        }
        throw new IllegalStateException("JMH gave no " + name);
    }
}
