package dev.ringmark.runtime.shard;

/// Why an operation or a timer ended without the kernel's word.
///
/// | reason | its memory is the program's again |
/// |---|---|
/// | [#QUEUE_TIMEOUT], [#CANCELLED], [#CLOSING], [#UNPREPARED] | at once: the kernel never saw it |
/// | [#FAILED], [#QUARANTINED] | at [Operation#released()], which may never come |
public enum EndReason {
    /// No permit came free by the operation's deadline.
    QUEUE_TIMEOUT,
    /// It was cancelled before the kernel had seen it, or the kernel took only a part of its chain
    /// before it.
    CANCELLED,
    /// The driver is closing, and the kernel has not seen it. Timers end with this too.
    CLOSING,
    /// Its [Operation#prepare] threw, or that of one before it in its chain.
    UNPREPARED,
    /// The ring has failed ([Driver#failure()]); what became of the operation is unknown.
    FAILED,
    /// It did not end by the deadline of the close; the kernel may still be at it.
    QUARANTINED
}
