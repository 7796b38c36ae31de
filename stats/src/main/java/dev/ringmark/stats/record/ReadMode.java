package dev.ringmark.stats.record;

/// What a reader does about a line that is not what it must be.
public enum ReadMode {
    /// The first problem ends the reading with a [RecordException].
    STRICT,
    /// Problems are collected, and what is readable is read.
    LENIENT
}
