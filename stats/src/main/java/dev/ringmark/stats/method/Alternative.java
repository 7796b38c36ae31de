package dev.ringmark.stats.method;

/// On which side of the null hypothesis a test looks.
public enum Alternative {
    /// Both.
    TWO_SIDED,
    /// The first sample tends to be smaller.
    LESS,
    /// The first sample tends to be larger.
    GREATER
}
