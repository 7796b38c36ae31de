package dev.ringmark.stats.compare;

import dev.ringmark.stats.method.Bootstrap;
import dev.ringmark.stats.method.Moments;
import dev.ringmark.stats.method.Shift;
import dev.ringmark.stats.method.TInference;
import dev.ringmark.stats.sample.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The geometric mean of the ratios of all cells of one measure, each the ratio of the geometric
/// means of its units.
///
/// | component | |
/// |---|---|
/// | `cells` | how many went in |
/// | `missing` | how many are on one side only or not comparable |
/// | `interval` | joint over all benchmarks; unbounded below 3 units |
public record Suite(Measure measure, double ratio, Interval interval, int cells, int missing) {
    /*
     * Where every cell has as many units, the mean over benchmarks of the units of one index is
     * one value of the whole suite: what benchmarks of one block have in common stays together,
     * and t over these values needs no law for the single ones. Elsewhere units are resampled
     * cell by cell, studentised, since percentile intervals do not hold their level for few
     * units.
     */
    private static final int RESAMPLES = 1_999;
    private static final long SEED = 20_260_101L;

    /// Of unit logarithms by cell, base and candidate.
    static Suite of(
            Measure measure,
            List<double[]> base,
            List<double[]> candidate,
            boolean blocked,
            double level,
            int missing) {
        int cells = base.size();
        double sum = 0;
        int least = Integer.MAX_VALUE;
        for (int c = 0; c < cells; c++) {
            sum += Moments.mean(candidate.get(c)) - Moments.mean(base.get(c));
            least = Math.min(least, Math.min(base.get(c).length, candidate.get(c).length));
        }
        double log = sum / cells;
        Interval interval = Interval.UNBOUNDED;
        if (least >= Evidence.UNITS_MIN) {
            Shift shift =
                    sameSize(base) && sameSize(candidate)
                            ? byIndex(base, candidate, blocked, level)
                            : resampled(base, candidate, level);
            interval =
                    new Interval(
                            Math.exp(Math.min(shift.lo(), log)),
                            Math.exp(Math.max(shift.hi(), log)),
                            level);
        }
        return new Suite(measure, Math.exp(log), interval, cells, missing);
    }

    private static boolean sameSize(List<double[]> units) {
        return units.stream().mapToInt(u -> u.length).distinct().count() == 1;
    }

    private static Shift byIndex(
            List<double[]> base, List<double[]> candidate, boolean blocked, double level) {
        double[] a = means(base);
        double[] b = means(candidate);
        if (!blocked) {
            return TInference.independent(a, b, 0).interval(level);
        }
        for (int i = 0; i < a.length; i++) {
            b[i] -= a[i];
        }
        return TInference.paired(b).interval(level);
    }

    private static double[] means(List<double[]> units) {
        double[] means = new double[units.getFirst().length];
        for (int i = 0; i < means.length; i++) {
            int unit = i;
            means[i] = units.stream().mapToDouble(u -> u[unit]).average().orElseThrow();
        }
        return means;
    }

    private static Shift resampled(List<double[]> base, List<double[]> candidate, double level) {
        List<double[]> groups = new ArrayList<>(base);
        groups.addAll(candidate);
        int cells = base.size();
        return Bootstrap.studentised(
                groups.toArray(double[][]::new),
                drawn -> {
                    double log = 0;
                    for (int c = 0; c < cells; c++) {
                        log += Moments.mean(drawn[cells + c]) - Moments.mean(drawn[c]);
                    }
                    double variance =
                            Arrays.stream(drawn)
                                    .mapToDouble(g -> Moments.variance(g) / g.length)
                                    .sum();
                    return new Bootstrap.Studentised(log / cells, Math.sqrt(variance) / cells);
                },
                level,
                RESAMPLES,
                SEED);
    }
}
