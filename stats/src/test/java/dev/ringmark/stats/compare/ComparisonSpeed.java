package dev.ringmark.stats.compare;

import dev.ringmark.stats.sample.Sample;
import java.time.Duration;
import java.util.List;

/// Times 100,000 comparisons of 10 + 10 units in one report, from raw samples to verdicts: issue 8
/// allows 10 s on one core.
final class ComparisonSpeed {
    private static final int COMPARISONS = 100_000;
    private static final int BENCHMARKS = 1_000;

    private ComparisonSpeed() {}

    public static void main(String[] args) {
        List<Sample> base = Measured.report(BENCHMARKS, Measured.BASE, .02, 0);
        List<Sample> candidate = Measured.report(BENCHMARKS, Measured.NEW, .02, BENCHMARKS);
        for (int round = 0; round < 3; round++) {
            Duration cpuStart = cpu();
            long wallStart = System.nanoTime();
            long flagged = 0;
            for (int i = 0; i < COMPARISONS / BENCHMARKS; i++) {
                flagged +=
                        Comparison.of(Settings.defaults(), base, candidate).cells().stream()
                                .filter(cell -> cell.verdict() == CellVerdict.REGRESSED)
                                .count();
            }
            long cpu = cpu().minus(cpuStart).toNanos();
            System.out.printf(
                    "%d comparisons of 10 + 10 units: %.2f s of CPU, %.2f s; %d regressed%n",
                    COMPARISONS, cpu * 1e-9, (System.nanoTime() - wallStart) * 1e-9, flagged);
        }
    }

    /// Of the whole process, compiler and collector included.
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
