package dev.ringmark.stats.compare;

import dev.ringmark.stats.method.TInference;

/// The default test without the rest of the evidence, for simulations that need its p alone;
/// `ErrorRatesTest` asserts that it is the one the product uses.
final class Defaults {
    private Defaults() {}

    static TInference independent(double[] base, double[] candidate) {
        boolean trims = Math.min(base.length, candidate.length) >= Evidence.TRIMMED_MIN;
        return TInference.independent(base, candidate, trims ? .2 : 0);
    }
}
