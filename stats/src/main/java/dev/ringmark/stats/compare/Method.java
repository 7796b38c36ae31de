package dev.ringmark.stats.compare;

/// How an estimate and its interval were made; always on logarithms of unit values.
public enum Method {
    /// Nothing but the ratio of geometric means: too few units.
    NONE,
    /// Every value of either side is the same; nothing to estimate.
    EXACT,
    /// Means and Welch's t, from 3 units.
    WELCH,
    /// 20 % trimmed means and Yuen's t, from 8 units.
    YUEN_WELCH,
    /// Hodges-Lehmann shift and the exact Mann-Whitney law, ties by the conditional distribution.
    MANN_WHITNEY,
    /// Walsh averages of log ratios and the exact signed-rank law, from 6 blocks.
    SIGNED_RANK,
    /// Mean log ratio and Student's t.
    PAIRED_T
}
