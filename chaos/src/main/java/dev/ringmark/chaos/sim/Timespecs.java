package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.TimespecLayout;

/// `struct __kernel_timespec` in user memory.
final class Timespecs {

    static final long SIZE = TimespecLayout.SIZE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Timespecs() {}

    /// Its nanoseconds, `Long.MAX_VALUE` where that is too little, or -1 where it is not legal.
    static long read(long address) {
        long seconds = UserMemory.getLong(address + TimespecLayout.TV_SEC);
        long nanoseconds = UserMemory.getLong(address + TimespecLayout.TV_NSEC);
        if (seconds < 0 || nanoseconds < 0) {
            return -1;
        }
        long largest = (Long.MAX_VALUE - nanoseconds) / NANOS_PER_SECOND;
        return seconds > largest ? Long.MAX_VALUE : seconds * NANOS_PER_SECOND + nanoseconds;
    }

    /// A time so much later, which never comes where it does not fit.
    static long after(long now, long nanoseconds) {
        return nanoseconds > Long.MAX_VALUE - now ? Long.MAX_VALUE - 1 : now + nanoseconds;
    }
}
