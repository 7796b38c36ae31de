package dev.ringmark.stats.sample;

/// How a harness measured; values of two modes are never compared.
public enum Mode {
    /// Operations in a second of work.
    THROUGHPUT,
    /// Time of all operations over their number.
    AVERAGE_TIME,
    /// Times of single operations, picked by a clock. A closed loop: coordinated omission is not
    /// covered.
    SAMPLE_TIME,
    /// One cold operation for an iteration.
    SINGLE_SHOT,
    /// The harness has one way only, or does not say.
    UNSTATED
}
