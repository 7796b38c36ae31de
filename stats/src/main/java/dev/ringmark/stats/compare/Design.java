package dev.ringmark.stats.compare;

/// How the units of two variants belong together.
public enum Design {
    /// Not at all: any unit of one side against any of the other.
    INDEPENDENT,
    /// Each block ran every variant once, in random order; units of a block are a pair.
    BLOCKED
}
