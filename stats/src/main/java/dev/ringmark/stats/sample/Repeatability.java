package dev.ringmark.stats.sample;

/// Whether a measure is the same each time.
public enum Repeatability {
    /// It varies from run to run: times, rates.
    NOISY,
    /// Nothing but a change of the program moves it: system calls for an operation.
    EXACT
}
