package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Driver;
import java.time.Duration;

/// Arithmetic of times that saturates instead of overflowing.
final class Times {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Times() {}

    /// A point in time so much later, or [Driver#NEVER].
    static long deadline(long now, Duration later) {
        long nanos = later.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : later.toNanos();
        return nanos >= Driver.NEVER - now ? Driver.NEVER : now + nanos;
    }

    /// A duration that can pass.
    static Duration requireSpan(String name, Duration value) {
        Require.that(!value.isNegative(), name, value, "0 or more");
        return value;
    }
}
