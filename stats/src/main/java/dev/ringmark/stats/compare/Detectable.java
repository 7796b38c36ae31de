package dev.ringmark.stats.compare;

import dev.ringmark.stats.method.StudentT;
import dev.ringmark.stats.method.TInference;

/// What the units of a cell could have shown.
///
/// | component | |
/// |---|---|
/// | `effect` | the smallest slowdown found with power .9: .05 for 5 %; infinite: none |
/// | `unitsNeeded` | units a side for which that is the threshold; -1: not to be said |
public record Detectable(double effect, long unitsNeeded) {
    static final Detectable UNKNOWN = new Detectable(Double.POSITIVE_INFINITY, -1);

    private static final double POWER = .9;
    private static final int STEPS_MAX = 20;

    /// Of n units a side with the spread just seen; `least` units are needed in any case.
    ///
    /// The non-central t is taken for a shifted one, which is within a few percent of it; the
    /// spread itself is not known better.
    static Detectable of(TInference t, int n, int least, double logThreshold, double alpha) {
        double effect = Math.expm1(quantiles(t.df(), alpha) * t.standardError());
        if (logThreshold <= 0) {
            return new Detectable(effect, -1);
        }
        // Quantiles fall as units rise, so this walks down from few degrees of freedom.
        double units = n;
        for (int i = 0; i < STEPS_MAX; i++) {
            double df = Math.max(1, t.df() * (units - 1) / (n - 1.0));
            double share = quantiles(df, alpha) * t.standardError() / logThreshold;
            double next = Math.max(least, n * share * share);
            if (Math.abs(next - units) < .01 * units) {
                units = next;
                break;
            }
            units = next;
        }
        return new Detectable(effect, units > Power.UNITS_MAX ? -1 : (long) Math.ceil(units));
    }

    private static double quantiles(double df, double alpha) {
        return StudentT.quantile(1 - alpha / 2, df) + StudentT.quantile(POWER, df);
    }
}
