package dev.ringmark.stats.method;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Intervals by resampling units, for statistics that have no formula.
///
/// At 15 units and fewer the percentile interval covers 87 to 91 % and BCa 79 to 93 % where 95 % is
/// asked for; the studentised one keeps its level and needs a standard error of each resample.
public final class Bootstrap {
    private final double[] ascending;
    private final double estimate;
    private final double acceleration;

    private Bootstrap(double[] resampled, double estimate, double acceleration) {
        ascending = resampled;
        Arrays.sort(ascending);
        this.estimate = estimate;
        this.acceleration = acceleration;
    }

    /// A statistic of several groups of units; each group is resampled by itself.
    public static Bootstrap of(
            double[][] groups, ToDoubleFunction<double[][]> statistic, int resamples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples];
        double[][] drawn = copy(groups);
        for (int r = 0; r < resamples; r++) {
            draw(groups, drawn, random);
            values[r] = statistic.applyAsDouble(drawn);
        }
        return new Bootstrap(
                values, statistic.applyAsDouble(groups), acceleration(groups, statistic));
    }

    /// An estimate and its standard error.
    public record Studentised(double value, double standardError) {}

    /// The interval from the law of (resampled - estimate) / resampled standard error.
    public static Shift studentised(
            double[][] groups,
            Function<double[][], Studentised> statistic,
            double level,
            int resamples,
            long seed) {
        Studentised seen = statistic.apply(groups);
        SplittableRandom random = new SplittableRandom(seed);
        double[] t = new double[resamples];
        double[][] drawn = copy(groups);
        for (int r = 0; r < resamples; r++) {
            draw(groups, drawn, random);
            Studentised again = statistic.apply(drawn);
            double distance = again.value() - seen.value();
            // A resample of one unit over and over has no spread; it counts as far out.
            t[r] =
                    again.standardError() > 0
                            ? distance / again.standardError()
                            : distance == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, distance);
        }
        Arrays.sort(t);
        double tail = (1 - level) / 2;
        double se = seen.standardError();
        return new Shift(
                seen.value(),
                seen.value() - se * at(t, 1 - tail),
                seen.value() - se * at(t, tail),
                level);
    }

    /// Of the units themselves.
    public double estimate() {
        return estimate;
    }

    /// The standard deviation of the resampled statistic.
    public double standardError() {
        return Math.sqrt(Moments.variance(ascending));
    }

    /// The interval between two quantiles of the resampled statistic.
    public Shift percentile(double level) {
        double tail = (1 - level) / 2;
        return new Shift(estimate, at(ascending, tail), at(ascending, 1 - tail), level);
    }

    /// Bias-corrected and accelerated: Efron (1987), acceleration by the jackknife.
    public Shift bca(double level) {
        long below = Arrays.stream(ascending).filter(v -> v < estimate).count();
        double share = Math.clamp((double) below / ascending.length, 1e-9, 1 - 1e-9);
        double z0 = Normal.quantile(share);
        double tail = (1 - level) / 2;
        return new Shift(
                estimate,
                at(ascending, adjusted(z0, Normal.quantile(tail))),
                at(ascending, adjusted(z0, Normal.quantile(1 - tail))),
                level);
    }

    private double adjusted(double z0, double z) {
        return Normal.cdf(z0 + (z0 + z) / (1 - acceleration * (z0 + z)));
    }

    /// The quantile, between order statistics on the scale of (R + 1) p.
    private static double at(double[] sorted, double p) {
        double position = Math.clamp((sorted.length + 1) * p, 1, sorted.length);
        int below = (int) Math.floor(position);
        double value = sorted[below - 1];
        double share = position - below;
        return share == 0 ? value : value + share * (sorted[below] - value);
    }

    private static double acceleration(double[][] groups, ToDoubleFunction<double[][]> statistic) {
        double cubes = 0;
        double squares = 0;
        for (int g = 0; g < groups.length; g++) {
            int n = groups[g].length;
            double[][] without = groups.clone();
            double[] left = new double[n];
            for (int i = 0; i < n; i++) {
                double[] group = new double[n - 1];
                System.arraycopy(groups[g], 0, group, 0, i);
                System.arraycopy(groups[g], i + 1, group, i, n - 1 - i);
                without[g] = group;
                left[i] = statistic.applyAsDouble(without);
            }
            double mean = Moments.mean(left);
            for (double value : left) {
                double influence = (n - 1.0) * (mean - value) / n;
                squares += influence * influence;
                cubes += influence * influence * influence;
            }
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    private static double[][] copy(double[][] groups) {
        return Arrays.stream(groups).map(double[]::clone).toArray(double[][]::new);
    }

    private static void draw(double[][] groups, double[][] into, SplittableRandom random) {
        for (int g = 0; g < groups.length; g++) {
            for (int i = 0; i < groups[g].length; i++) {
                into[g][i] = groups[g][random.nextInt(groups[g].length)];
            }
        }
    }
}
