package dev.ringmark.runtime.bench.shape;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One shape of one peer. `ringmark bench` runs it; `-prof` [ProcessCost] says what it costs.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class ShapeBenchmark {

    /// [Shape#id].
    @Param("steady_ping_pong_rtt")
    public String shape;

    /// Who does it.
    @Param("RING_2")
    public Peer peer;

    private Work work;

    /// Makes what iterations share.
    @Setup
    public void open() throws Exception {
        Shape found = Shapes.of(shape);
        if (!found.peers().contains(peer)) {
            throw new IllegalArgumentException(
                    "peer: " + peer + ", expected one of " + found.peers() + " for " + shape);
        }
        if (peer.isJdk()) {
            Carriers.require(peer == Peer.JDK_1 ? 1 : found.workers());
        }
        work = found.open(peer);
    }

    /// Ends it.
    @TearDown
    public void close() throws Exception {
        work.close();
    }

    /// One iteration of the shape.
    @Benchmark
    public void iterate() throws Exception {
        work.iterate();
    }
}
