package dev.ringmark.stats.record;

/// One line of a record.
public sealed interface RecordLine
        permits RunHeader, StartLine, FeatureLine, ResultLine, EndLine, UnknownLine {
    /// What kind of line this is, as it stands in the file: `run`, `result`.
    String type();
}
