package dev.ringmark.runtime.process;

/// What one of a child's three standard files is.
public enum Stdio {
    /// A pipe, whose other end this process has.
    PIPE,
    /// Nothing: reads end at once, writes are lost.
    NULL,
    /// The one of this process.
    INHERIT
}
