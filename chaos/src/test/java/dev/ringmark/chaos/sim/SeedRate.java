package dev.ringmark.chaos.sim;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/// Prints how many seeds of the small workload one core runs a second: `SeedRate [seeds]`.
final class SeedRate {

    private static final double NANOS_PER_SECOND = 1e9;

    private SeedRate() {}

    public static void main(String[] arguments) {
        int seeds = arguments.length == 0 ? 20_000 : Integer.parseInt(arguments[0]);
        try (PagePool pool = new PagePool();
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64, Long.BYTES);
            for (int round = 1; round <= 3; round++) {
                long before = System.nanoTime();
                long operations = 0;
                for (int seed = 0; seed < seeds; seed++) {
                    operations += run(seed, pool, memory).operations();
                }
                double seconds = (System.nanoTime() - before) / NANOS_PER_SECOND;
                System.out.printf(
                        "round %d: %,d seeds, %,d operations, %.0f seeds/s, pool %d KiB%n",
                        round, seeds, operations, seeds / seconds, pool.size() >> 10);
            }
        }
    }

    /// What one seed came to.
    record Outcome(int operations, long hash, int openFds) {}

    static Outcome run(long seed, PagePool pool, MemorySegment memory) {
        SimulatedKernel.Options options = SimulatedKernel.Options.of(PROFILE, seed);
        try (SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
            int operations = new Workload(kernel, new SplittableRandom(seed), memory).run();
            return new Outcome(operations, kernel.traceHash(), kernel.openFds());
        }
    }

    private static final Profile PROFILE = Profile.of("6.18");
}
