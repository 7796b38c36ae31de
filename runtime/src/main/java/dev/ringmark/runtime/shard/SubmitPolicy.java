package dev.ringmark.runtime.shard;

/// How often an enter is repeated.
enum SubmitPolicy {
    /// One enter; the caller comes again by itself.
    ONCE,
    /// Until the kernel has taken everything, or enters lead nowhere.
    UNTIL_TAKEN
}
