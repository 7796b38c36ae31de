package dev.ringmark.runtime.shard;

/// Something that is to happen at a point in time, unless it is cancelled first.
///
/// One object is one timer at a time. A timer that was scheduled ends exactly once: it fires, never
/// early, or is cancelled by the program, or is abandoned with [EndReason#CLOSING] or
/// [EndReason#FAILED] together with its driver.
public abstract class Timer {

    static final int OUT = -1;

    /// Its place in the heap, or OUT.
    int index = OUT;

    long deadline;

    /// The deadline has come.
    protected abstract void fired();

    /// The driver ended before the deadline.
    protected abstract void abandoned(EndReason reason);
}
