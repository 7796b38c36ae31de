package dev.ringmark.stats.method;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// The standard normal law.
public final class Normal {
    private static final NormalDistribution LAW = NormalDistribution.of(0, 1);

    private Normal() {}

    /// P(Z <= z).
    public static double cdf(double z) {
        return LAW.cumulativeProbability(z);
    }

    /// P(Z > z).
    public static double upperTail(double z) {
        return LAW.survivalProbability(z);
    }

    /// The z with P(Z <= z) = p.
    public static double quantile(double p) {
        return LAW.inverseCumulativeProbability(p);
    }
}
