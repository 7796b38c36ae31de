package dev.ringmark.stats.sample;

/// What the iterations of one fork did over time.
public enum Steadiness {
    /// Too few iterations to say; all of them count.
    UNTESTED,
    /// The same level from the first.
    FLAT,
    /// Slower first, then one level for at least half of the iterations.
    WARM_UP,
    /// Faster first, then one level for at least half of the iterations.
    SLOW_DOWN,
    /// No level for the second half.
    NO_STEADY_STATE
}
