package dev.ringmark.stats.sample;

/// How one fork was collapsed: iterations from index `steadyFrom` on were averaged to `value`.
public record ForkSummary(
        int boot, int fork, int block, Steadiness steadiness, int steadyFrom, double value) {}
