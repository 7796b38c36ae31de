package dev.ringmark.stats.method;

import java.util.Arrays;

/// The largest distance between two empirical distribution functions.
///
/// The exact p is conditional on ties: a path through the n by m grid is counted against it only
/// where the pooled sample has a step, which the library at hand ignores.
public final class KolmogorovSmirnov {
    private KolmogorovSmirnov() {}

    /// The distance.
    public static double statistic(double[] x, double[] y) {
        double[] pooled = pooled(x, y);
        double d = 0;
        for (double value : pooled) {
            d = Math.max(d, Math.abs(shareAtMost(x, value) - shareAtMost(y, value)));
        }
        return d;
    }

    /// P(D >= d) over all splits of the pooled sample.
    public static double exactP(double[] x, double[] y) {
        int n = x.length;
        int m = y.length;
        double[] pooled = pooled(x, y);
        double least = statistic(x, y) - 1e-9;
        // inside[j]: the share of all paths to (i, j) that never went out.
        double[] inside = new double[m + 1];
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j <= m; j++) {
                boolean step = i + j == n + m || i + j == 0 || pooled[i + j - 1] != pooled[i + j];
                boolean out = step && Math.abs((double) i / n - (double) j / m) >= least;
                double reached;
                if (i == 0 && j == 0) {
                    reached = 1;
                } else {
                    double fromX = i == 0 ? 0 : inside[j] * i / (i + j);
                    double fromY = j == 0 ? 0 : inside[j - 1] * j / (i + j);
                    reached = fromX + fromY;
                }
                inside[j] = out ? 0 : reached;
            }
        }
        return Math.clamp(1 - inside[m], 0, 1);
    }

    /// Kolmogorov's limit law.
    public static double asymptoticP(double[] x, double[] y) {
        double n = x.length;
        double m = y.length;
        double z = statistic(x, y) * Math.sqrt(n * m / (n + m));
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * z * z);
        }
        return Math.clamp(sum, 0, 1);
    }

    private static double shareAtMost(double[] x, double value) {
        return (double) Arrays.stream(x).filter(v -> v <= value).count() / x.length;
    }

    private static double[] pooled(double[] x, double[] y) {
        double[] pooled = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, pooled, x.length, y.length);
        Arrays.sort(pooled);
        return pooled;
    }
}
