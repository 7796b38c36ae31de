package dev.ringmark.stats.design;

import dev.ringmark.stats.compare.Design;
import dev.ringmark.stats.compare.Power;
import dev.ringmark.stats.sample.SampleException;

/// How many units a side it takes to find a change, and what a given number finds.
///
/// For a normal law of the logarithms at the two-sided level .05, by the non-central t. The default
/// test trims, which costs some power below 15 units: hence [#TRIMMING].
///
/// @param variation the coefficient of variation of unit means: .02 for 2 %; for blocks that of
///     ratios within a block
/// @param units a side; blocks in a blocked design
/// @param power with which `effect` is found
public record SampleSize(Design design, double variation, double effect, double power, long units) {
    private static final double ALPHA = .05;

    /// Units asked for as a share of what an untrimmed test needs: an asymptotic 20 % trimmed mean
    /// of normal values has 1.14 times the variance of the mean.
    private static final double TRIMMING = 1.14;

    /// Below these the default test of the design has no verdict, or one marked as weak.
    private static final int INDEPENDENT_MIN = 8;

    /// The units to find `effect` with `power`.
    public static SampleSize toFind(Design design, double variation, double effect, double power) {
        share("variation", variation);
        share("effect", effect);
        if (!(power > ALPHA && power < 1)) {
            throw new SampleException("power", power, "above .05 and below 1");
        }
        double shift = Math.log1p(effect);
        double sd = Power.logSd(variation);
        double needed =
                switch (design) {
                    case INDEPENDENT ->
                            Math.max(
                                    INDEPENDENT_MIN,
                                    TRIMMING * Power.unitsNeeded(shift, sd, ALPHA, power));
                    case BLOCKED ->
                            Math.max(
                                    PrecisionStop.BLOCKS_MIN,
                                    Power.pairsNeeded(shift, sd, ALPHA, power));
                };
        if (needed >= Power.UNITS_MAX) {
            throw new SampleException(
                    "effect", effect, "one that fewer than " + Power.UNITS_MAX + " units can find");
        }
        return new SampleSize(design, variation, effect, power, (long) Math.ceil(needed));
    }

    /// The power of `units` for `effect`.
    public static SampleSize with(Design design, double variation, double effect, long units) {
        share("variation", variation);
        share("effect", effect);
        if (units < 2) {
            throw new SampleException("units", units, "2 or more");
        }
        double shift = Math.log1p(effect);
        double sd = Power.logSd(variation);
        double power =
                switch (design) {
                    case INDEPENDENT -> Power.twoSample(units / TRIMMING, shift, sd, ALPHA);
                    case BLOCKED -> Power.paired((double) units, shift, sd, ALPHA);
                };
        return new SampleSize(design, variation, effect, power, units);
    }

    private static void share(String field, double value) {
        if (!(value > 0 && value <= 10)) {
            throw new SampleException(field, value, "above 0, at most 10: .02 for 2 %");
        }
    }
}
