package dev.ringmark.stats.sample;

/// What a reader must know before believing a number, as a code for programs and a sentence.
public record Warning(Code code, String text) {
    /// Kinds of warning.
    public enum Code {
        /// A result, but few units stand behind it.
        LOW_REPLICATION,
        /// Too few units for a result; the text says how many it takes.
        MORE_UNITS_NEEDED,
        /// The level of an interval is not the one asked for; the text says which.
        ATTAINED_LEVEL,
        /// The unit declared may not be the one that was repeated independently.
        REPLICATION_DOUBTFUL,
        /// Forks never became steady.
        NO_STEADY_STATE,
        /// First and second half of a fork differ, and it is too short to test.
        HALVES_DIFFER,
        /// A unit lies far from the others; it was kept.
        OUTLIER,
        /// Units were left out for a recorded cause.
        EXCLUDED,
        /// Successive units resemble each other.
        AUTOCORRELATED,
        /// All units of a side are equal: a clock too coarse, or no noise at all.
        NO_SPREAD,
        /// A measure declared exact varies.
        NOT_EXACT,
        /// The environments differ in what may differ.
        ENVIRONMENT_DIFFERS,
        /// Machines differ, and the comparison was asked for all the same.
        MACHINE_DIFFERS,
        /// Blocks without a partner on the other side.
        BLOCK_INCOMPLETE,
        /// A file has summaries only.
        RAW_DATA_MISSING,
        /// Times of a closed loop.
        COORDINATED_OMISSION,
        /// A percentile that too few observations support.
        UNSUPPORTED_PERCENTILE,
        /// Many cells and few units: real changes will be missed.
        LOW_POWER
    }
}
