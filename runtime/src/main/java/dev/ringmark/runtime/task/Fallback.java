package dev.ringmark.runtime.task;

/// What a loop does about a kernel that lacks something it would use.
public enum Fallback {
    /// It does without, and [Loop#fallbacks()] tells.
    GRACEFUL,
    /// As GRACEFUL, and the log tells too.
    WARN,
    /// It refuses to start.
    STRICT
}
