package dev.ringmark.ci.tiny;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// A shape whose peers differ in how much they do, and one whose result is wrong.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TinyShapeBenchmark {
    private static final long TOKENS = 20_000;

    /// Who does it, and how much of it.
    public enum Peer {
        /// What others are compared with.
        OURS(TOKENS),
        /// As much.
        SAME(TOKENS),
        /// Slower, as a canary.
        TWICE(2 * TOKENS);

        final long tokens;

        Peer(long tokens) {
            this.tokens = tokens;
        }
    }

    /// Which.
    @Param("steady")
    public String shape = "";

    /// Who.
    @Param("OURS")
    public Peer peer = Peer.OURS;

    /// One iteration.
    @Benchmark
    public void iterate() {
        Blackhole.consumeCPU(peer.tokens);
        if (shape.equals("wrong")) {
            throw new IllegalStateException("sum of the numbers: 3, expected 4");
        }
    }
}
