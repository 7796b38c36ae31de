package dev.ringmark.stats.compare;

import dev.ringmark.stats.method.NoncentralT;
import dev.ringmark.stats.method.StudentT;
import java.util.function.DoubleUnaryOperator;

/// How likely a real change is found, and how many units that takes: t tests of log ratios.
///
/// | parameter | |
/// |---|---|
/// | `logShift` | the logarithm of the true ratio: `log(1.05)` |
/// | `logSd` | the standard deviation of unit logarithms; of log ratios where paired |
/// | `alpha` | two-sided |
public final class Power {
    /// No answer goes beyond this number of units.
    public static final double UNITS_MAX = 1e7;

    private Power() {}

    /// Of n units a side, n from 2, not necessarily whole.
    public static double twoSample(double n, double logShift, double logSd, double alpha) {
        return power(2 * (n - 1), Math.abs(logShift) / logSd * Math.sqrt(n / 2), alpha);
    }

    /// Of n pairs.
    public static double paired(double n, double logShift, double logSd, double alpha) {
        return power(n - 1, Math.abs(logShift) / logSd * Math.sqrt(n), alpha);
    }

    /// Units a side, not rounded, that find the shift with this power.
    public static double unitsNeeded(double logShift, double logSd, double alpha, double power) {
        return solve(n -> twoSample(n, logShift, logSd, alpha), power);
    }

    /// Pairs, not rounded, that find the shift with this power.
    public static double pairsNeeded(double logShift, double logSd, double alpha, double power) {
        return solve(n -> paired(n, logShift, logSd, alpha), power);
    }

    /// The standard deviation of logarithms of values with this coefficient of variation.
    public static double logSd(double coefficientOfVariation) {
        return Math.sqrt(Math.log1p(coefficientOfVariation * coefficientOfVariation));
    }

    /// The chance of a significant result on the side of the shift.
    private static double power(double df, double delta, double alpha) {
        return NoncentralT.upperTail(StudentT.quantile(1 - alpha / 2, df), df, delta);
    }

    private static double solve(DoubleUnaryOperator power, double target) {
        if (!(target > 0 && target < 1)) {
            throw new IllegalArgumentException("power: " + target + ", expected between 0 and 1");
        }
        double lo = 2;
        double hi = 2;
        while (power.applyAsDouble(hi) < target) {
            lo = hi;
            hi *= 2;
            if (hi > UNITS_MAX) {
                return Double.POSITIVE_INFINITY;
            }
        }
        while (hi - lo > 1e-9 * hi) {
            double middle = (lo + hi) / 2;
            if (power.applyAsDouble(middle) < target) {
                lo = middle;
            } else {
                hi = middle;
            }
        }
        return hi;
    }
}
