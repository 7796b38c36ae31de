package dev.ringmark.runtime.shard;

/// Points in time on the kernel's monotonic clock, in nanoseconds.
final class Deadline {

    /// The point that does not come.
    static final long NEVER = Long.MAX_VALUE;

    private Deadline() {}

    /// How long until a deadline, 0 or less when it has come.
    static long left(long deadline, long now) {
        return deadline == NEVER ? NEVER : deadline - now;
    }
}
