package dev.ringmark.stats.method;

import java.util.Arrays;

/// Means and variances that keep their digits.
public final class Moments {
    private Moments() {}

    /// The arithmetic mean, corrected by the mean of what is left after it.
    public static double mean(double... x) {
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        double mean = sum / x.length;
        double left = 0;
        for (double value : x) {
            left += value - mean;
        }
        return mean + left / x.length;
    }

    /// The unbiased variance, in two passes about the mean (Chan, Golub and LeVeque 1983).
    public static double variance(double... x) {
        double mean = mean(x);
        double squares = 0;
        double sum = 0;
        for (double value : x) {
            double d = value - mean;
            squares += d * d;
            sum += d;
        }
        return (squares - sum * sum / x.length) / (x.length - 1);
    }

    /// The median; at least one value.
    public static double median(double... x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return MannWhitney.median(sorted);
    }
}
