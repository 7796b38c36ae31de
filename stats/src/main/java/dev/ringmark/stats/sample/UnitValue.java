package dev.ringmark.stats.sample;

/// The one value of a unit of replication, in the base unit of its measure.
///
/// `block` is [Fork#NO_BLOCK] where there is none, or where a boot's forks are of several blocks.
public record UnitValue(int boot, int fork, int block, double value) {}
