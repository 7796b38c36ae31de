package dev.ringmark.runtime.op;

import dev.ringmark.runtime.uapi.TimeoutFlag;

/// What a timeout is measured by.
public enum Clock {
    /// Time since some point, without what the machine slept: CLOCK_MONOTONIC.
    MONOTONIC(0),
    /// The same with what the machine slept: CLOCK_BOOTTIME (since 5.15).
    BOOT(TimeoutFlag.BOOTTIME.bits()),
    /// The wall clock, which may be set: CLOCK_REALTIME (since 5.15).
    REAL(TimeoutFlag.REALTIME.bits());

    final int bits;

    Clock(int bits) {
        this.bits = bits;
    }
}
