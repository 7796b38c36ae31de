package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Durations as callers give them, and the points in time they mean.
final class Times {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Times() {}

    /// The point that is a duration away; null and what is beyond 292 years do not come.
    ///
    /// @throws IllegalArgumentException when it is negative
    static long deadline(String name, @Nullable Duration duration, long now) {
        if (duration == null) {
            return Driver.NEVER;
        }
        long nanos = nanos(name, duration);
        return now > Driver.NEVER - nanos ? Driver.NEVER : now + nanos;
    }

    /// A duration of 0 or more in nanoseconds, at most 292 years.
    static long nanos(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + ": " + duration + ", expected 0 or more");
        }
        return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : duration.toNanos();
    }
}
