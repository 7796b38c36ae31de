package dev.ringmark.stats.compare;

/// The geometric mean of the ratios of all cells that have one.
///
/// | component | |
/// |---|---|
/// | `cells` | how many went in |
/// | `missing` | how many are on one side only or not comparable |
/// | `interval` | joint: units of all benchmarks are resampled together |
public record Suite(double ratio, Interval interval, int cells, int missing) {}
