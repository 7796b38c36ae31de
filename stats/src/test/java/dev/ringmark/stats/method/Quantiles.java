package dev.ringmark.stats.method;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// Sample quantiles, and how far those of independent observations may lie off.
public final class Quantiles {
    private Quantiles() {}

    /// Hyndman and Fan's (1996) definitions that interpolate without assuming a law.
    public enum Type {
        /// Number 6: i / (n + 1).
        WEIBULL,
        /// Number 7: (i - 1) / (n - 1); what spreadsheets do.
        LINEAR,
        /// Number 8: unbiased for the median, whatever the law.
        MEDIAN_UNBIASED
    }

    /// 1-based ranks between whose order statistics the quantile lies with probability `coverage`;
    /// rank 0 is minus infinity, rank n + 1 infinity.
    public record Ranks(long lower, long upper, double coverage) {}

    /// The quantile of values in any order.
    public static double of(double[] x, double p, Type type) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double position =
                switch (type) {
                    case WEIBULL -> (n + 1) * p;
                    case LINEAR -> 1 + (n - 1) * p;
                    case MEDIAN_UNBIASED -> 1 / 3.0 + (n + 1 / 3.0) * p;
                };
        position = Math.clamp(position, 1, n);
        int below = (int) Math.floor(position + 4 * Math.ulp(position));
        double share = Math.max(0, position - below);
        double value = sorted[below - 1];
        return share == 0 || below == n ? value : value + share * (sorted[below] - value);
    }

    /// Ranks for the quantile p of n observations.
    public static Ranks ranks(int n, double p, double level) {
        BinomialDistribution law = BinomialDistribution.of(n, p);
        double tail = (1 - level) / 2;
        int lower = law.inverseCumulativeProbability(tail);
        int upper = law.inverseCumulativeProbability(1 - tail) + 1;
        double coverage =
                law.cumulativeProbability(upper - 1) - law.cumulativeProbability(lower - 1);
        return new Ranks(lower, upper, coverage);
    }
}
