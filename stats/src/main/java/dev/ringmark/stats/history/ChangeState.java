package dev.ringmark.stats.history;

/// How much a change point can be relied on.
public enum ChangeState {
    /// Found, but with fewer points behind it than it takes to be sure of level and place.
    SUSPECTED,
    /// Found, with enough points behind it.
    CONFIRMED,
    /// Known from an earlier analysis and no longer found: the points since speak against it.
    WITHDRAWN
}
