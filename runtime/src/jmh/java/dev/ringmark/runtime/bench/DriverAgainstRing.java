package dev.ringmark.runtime.bench;

/// Compares a NOP through [dev.ringmark.runtime.shard.Driver], 32 in flight, with the same on the
/// bare [dev.ringmark.runtime.ring.Ring] ([InterleavedRuns] says how).
public final class DriverAgainstRing {

    private static final double GOAL = 1.25;
    private static final String RING = "bare ring";
    private static final String DRIVER = "driver";

    private DriverAgainstRing() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 10 when nothing is said
    public static void main(String[] args) throws Exception {
        InterleavedRuns runs = new InterleavedRuns(args);
        runs.measure(
                loop ->
                        InterleavedRuns.runJava(
                                loop.name().equals(RING)
                                        ? NopBenchmark.class
                                        : DriverNopBenchmark.class,
                                loop.mode()),
                RING,
                DRIVER);
        runs.print(System.out, RING, DRIVER, GOAL);
    }
}
