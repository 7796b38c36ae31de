package dev.ringmark.stats.compare;

import dev.ringmark.stats.method.Alternative;
import dev.ringmark.stats.method.MannWhitney;
import dev.ringmark.stats.method.Moments;
import dev.ringmark.stats.method.Shift;
import dev.ringmark.stats.method.SignedRank;
import dev.ringmark.stats.method.TInference;
import java.util.stream.IntStream;

/// What the unit values of one cell say, before anything is made of it.
///
/// Values are logarithms of slowness: larger is slower, so a throughput comes with its sign turned.
/// `familyP` NaN: too few units for a test.
record Evidence(
        Estimate primary,
        Estimate check,
        double familyP,
        Interval equivalence,
        EffectSize effect,
        Detectable detectable) {
    /// Units a side from which there is a test.
    static final int UNITS_MIN = 3;

    /// Units a side from which the ends are trimmed.
    static final int TRIMMED_MIN = 8;

    /// Blocks from which a signed-rank interval of 95 % exists.
    static final int BLOCKS_MIN = 6;

    /// Units a side from which the exact check can reach 95 %.
    static final int CHECK_MIN = 4;

    private static final double TRIM = .2;

    /// The level whose one side is 95 %.
    private static final double EQUIVALENCE_LEVEL = .9;

    /// Units of one side against units of the other.
    static Evidence independent(double[] base, double[] candidate, Settings settings) {
        int n = Math.min(base.length, candidate.length);
        if (n < UNITS_MIN) {
            return none(Moments.mean(candidate) - Moments.mean(base), base, candidate);
        }
        boolean trims = n >= TRIMMED_MIN;
        TInference t = TInference.independent(base, candidate, trims ? TRIM : 0);
        Shift shift = MannWhitney.shift(candidate, base, settings.level());
        double p = MannWhitney.p(candidate, base, Alternative.TWO_SIDED);
        return new Evidence(
                estimate(trims ? Method.YUEN_WELCH : Method.WELCH, t, settings),
                ranks(Method.MANN_WHITNEY, shift, p),
                t.p(),
                interval(t.interval(EQUIVALENCE_LEVEL)),
                EffectSize.of(base, candidate),
                detectable(t, n, CHECK_MIN, settings));
    }

    /// Units of one block each, at the same index on both sides.
    static Evidence blocked(double[] base, double[] candidate, Settings settings) {
        double[] d =
                IntStream.range(0, base.length).mapToDouble(i -> candidate[i] - base[i]).toArray();
        if (d.length < BLOCKS_MIN) {
            return none(Moments.mean(d), base, candidate);
        }
        TInference t = TInference.paired(d);
        return new Evidence(
                ranks(Method.SIGNED_RANK, SignedRank.shift(d, settings.level()), SignedRank.p(d)),
                estimate(Method.PAIRED_T, t, settings),
                t.p(),
                interval(SignedRank.shift(d, EQUIVALENCE_LEVEL)),
                EffectSize.of(base, candidate),
                detectable(t, d.length, BLOCKS_MIN, settings));
    }

    /// A measure without noise: the ratio is what it is.
    static Evidence exact(double logRatio) {
        double ratio = Math.exp(logRatio);
        double p = logRatio == 0 ? 1 : 0;
        Interval interval = new Interval(ratio, ratio, 1);
        Estimate estimate = new Estimate(Method.EXACT, ratio, interval, p, 0, Double.NaN);
        double delta = Math.signum(logRatio);
        return new Evidence(
                estimate,
                estimate,
                p,
                interval,
                new EffectSize(delta, (delta + 1) / 2),
                new Detectable(0, UNITS_MIN));
    }

    private static Evidence none(double logRatio, double[] base, double[] candidate) {
        Estimate none = Estimate.none(Math.exp(logRatio));
        return new Evidence(
                none,
                none,
                Double.NaN,
                Interval.UNBOUNDED,
                EffectSize.of(base, candidate),
                Detectable.UNKNOWN);
    }

    private static Estimate estimate(Method method, TInference t, Settings settings) {
        return new Estimate(
                method,
                Math.exp(t.difference()),
                interval(t.interval(settings.level())),
                t.p(),
                t.standardError(),
                t.df());
    }

    private static Estimate ranks(Method method, Shift shift, double p) {
        return new Estimate(
                method, Math.exp(shift.estimate()), interval(shift), p, Double.NaN, Double.NaN);
    }

    private static Interval interval(Shift log) {
        return new Interval(Math.exp(log.lo()), Math.exp(log.hi()), log.level());
    }

    private static Detectable detectable(TInference t, int n, int least, Settings settings) {
        double wanted = settings.threshold() > 0 ? settings.threshold() : settings.margin();
        return Detectable.of(t, n, least, Math.log1p(wanted), settings.alpha());
    }
}
