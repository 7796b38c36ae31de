package dev.ringmark.stats.history;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/// How the points of a simulated series without change vary about 1, by 2 %.
public enum SeriesNoise {
    INDEPENDENT,
    AUTOREGRESSIVE,
    OUTLIERS;

    /// The logarithms of the points.
    public double[] logs(RandomGenerator random, int n) {
        double[] logs = new double[n];
        double before = random.nextGaussian();
        for (int i = 0; i < n; i++) {
            double fresh = random.nextGaussian();
            before =
                    this == AUTOREGRESSIVE
                            ? 0.4 * before + Math.sqrt(1 - 0.4 * 0.4) * fresh
                            : fresh;
            boolean out = this == OUTLIERS && random.nextDouble() < 0.05;
            logs[i] = 0.02 * before + (out ? Math.log(1.3) : 0);
        }
        return logs;
    }

    /// Multiplies what comes at and after an index; the array is changed and returned.
    public static double[] stepped(double[] logs, int at, double ratio) {
        for (int i = at; i < logs.length; i++) {
            logs[i] += Math.log(ratio);
        }
        return logs;
    }

    /// A series of a cost, its points named `r0`, `r1` and so on.
    public static Series series(String key, double... logs) {
        return new Series(
                key,
                true,
                IntStream.range(0, logs.length)
                        .mapToObj(i -> new Point("r" + i, Math.exp(logs[i])))
                        .toList());
    }

    /// The generator of all simulated series.
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
