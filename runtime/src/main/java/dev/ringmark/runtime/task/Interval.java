package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;
import java.time.Duration;

/// Ticks, one each period, for whoever waits for them.
///
/// By CLOCK_MONOTONIC, and the ring's timers where it runs on a loop. A tick never comes early. For
/// one thread at a time.
public final class Interval {

    private final long periodNs;
    private final MissedTicks missed;
    private long due;

    private Interval(Duration delay, Duration period, MissedTicks missed) {
        periodNs = Times.nanos("period", period);
        if (periodNs == 0) {
            throw new IllegalArgumentException("period: " + period + ", expected more than 0");
        }
        this.missed = missed;
        due = Times.deadline("delay", delay, Party.current().now());
    }

    /// Ticks at once, then each period; what is missed comes in a burst.
    public static Interval every(Duration period) {
        return every(period, MissedTicks.BURST);
    }

    /// Ticks at once, then each period.
    public static Interval every(Duration period, MissedTicks missed) {
        return new Interval(Duration.ZERO, period, missed);
    }

    /// Ticks after a delay, then each period.
    public static Interval after(Duration delay, Duration period, MissedTicks missed) {
        return new Interval(delay, period, missed);
    }

    /// Waits for the next tick.
    ///
    /// @return how late it comes
    /// @throws TaskException when something ended the wait; the tick is still to come then
    public Duration tick() {
        Party party = Party.current();
        if (party.now() < due) {
            party.sleepUntil(Awaited.NOTHING, due);
        } else {
            Task.snooze(); // a burst is no reason not to be cancelled
        }
        long now = party.now();
        Duration late = Duration.ofNanos(Math.max(0, now - due));
        due = missed.next(due, now, periodNs);
        return late;
    }

    /// The next tick comes a period from now.
    public void reset() {
        long now = Party.current().now();
        due = now > Driver.NEVER - periodNs ? Driver.NEVER : now + periodNs;
    }
}
