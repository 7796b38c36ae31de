package dev.ringmark.ci.tiny;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import java.util.concurrent.TimeUnit;

/// What the tests of `bench-run` let JMH run: next to nothing, and things that go wrong.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 20, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 20, timeUnit = TimeUnit.MILLISECONDS)
public class TinyBenchmark {
    /// How much is done.
    @Param({"10", "20"})
    public int tokens = 10;

    /// Works.
    @Benchmark
    public void work() {
        Blackhole.consumeCPU(tokens);
    }

    /// Fails in every fork.
    @Benchmark
    public void fail() {
        if (tokens > 0) {
            throw new IllegalStateException("as it was told to");
        }
    }

    /// Never ends by itself.
    @Benchmark
    public void hang() throws InterruptedException {
        Thread.currentThread().join();
    }
}
