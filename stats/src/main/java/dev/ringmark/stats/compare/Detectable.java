package dev.ringmark.stats.compare;

/// What the units of a cell could have shown.
///
/// | component | |
/// |---|---|
/// | `effect` | the smallest slowdown found with power .9: .05 for 5 %; infinite: none |
/// | `unitsNeeded` | units a side for which that is the threshold; -1: not to be said |
public record Detectable(double effect, long unitsNeeded) {
    static final Detectable UNKNOWN = new Detectable(Double.POSITIVE_INFINITY, -1);
}
