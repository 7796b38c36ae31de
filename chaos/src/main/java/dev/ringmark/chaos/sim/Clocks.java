package dev.ringmark.chaos.sim;

/// The clocks of time.h, by the one that virtual time is: CLOCK_MONOTONIC.
final class Clocks {

    static final int REALTIME = 0;
    static final int MONOTONIC = 1;
    static final int BOOTTIME = 7;

    /// How far the others are ahead: the machine slept for a minute, and it is 2026.
    private static final long BOOTTIME_AHEAD = 60_000_000_000L;

    private static final long REALTIME_AHEAD = 1_767_225_600_000_000_000L;

    private Clocks() {}

    /// What a clock says at a time, or -1 for one there is not.
    static long read(int clockId, long monotonic) {
        return switch (clockId) {
            case REALTIME -> monotonic + REALTIME_AHEAD;
            case MONOTONIC -> monotonic;
            case BOOTTIME -> monotonic + BOOTTIME_AHEAD;
            default -> -1;
        };
    }

    /// When a clock will say something.
    static long toMonotonic(int clockId, long time) {
        return switch (clockId) {
            case REALTIME -> time - REALTIME_AHEAD;
            case BOOTTIME -> time - BOOTTIME_AHEAD;
            default -> time;
        };
    }
}
