package dev.ringmark.stats.design;

/// One fork to run: a variant on a benchmark in a block.
///
/// @param order its place in the plan, from 0
public record PlannedCell(int order, int block, String variant, String benchmark) {}
