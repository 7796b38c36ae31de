package dev.ringmark.stats.compare;

/// A ratio, above 1 where the candidate is slower, with its interval and two-sided p.
///
/// | component | |
/// |---|---|
/// | `interval` | [Interval#UNBOUNDED] and `p` 1 for [Method#NONE] |
/// | `standardError`, `df` | of the log ratio; NaN where the method has none |
public record Estimate(
        Method method, double ratio, Interval interval, double p, double standardError, double df) {
    static Estimate none(double ratio) {
        return new Estimate(Method.NONE, ratio, Interval.UNBOUNDED, 1, Double.NaN, Double.NaN);
    }
}
