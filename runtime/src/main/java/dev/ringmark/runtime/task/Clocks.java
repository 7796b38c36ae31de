package dev.ringmark.runtime.task;

import dev.ringmark.runtime.op.Clock;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Timeout;
import dev.ringmark.runtime.uapi.Errno;
import java.time.Duration;
import java.time.Instant;

/// Waits by clocks that know more than time passing: the wall clock, which may be set, and the
/// clock since boot, which goes on while the machine is suspended.
///
/// The ring's TIMEOUT knows both since 5.15 (io_uring_enter(2)). Before, and so on 5.10, the clock
/// is looked at once a second, which ends up to a second late when the clock is set or the machine
/// was suspended. In a time namespace whose boot clock is behind, the ring's timeouts can end too
/// early (S069); such a wait goes on.
public final class Clocks {

    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_BOOTTIME = 7;
    private static final Duration LOOK_EACH = Duration.ofSeconds(1);

    private final Loop loop;

    /// The clocks of a loop's kernel.
    public Clocks(Loop loop) {
        this.loop = loop;
    }

    /// What the wall clock shows: CLOCK_REALTIME.
    public Instant wall() {
        return Instant.EPOCH.plusNanos(loop.kernel().calls().clock(CLOCK_REALTIME));
    }

    /// Time since boot, with what the machine was suspended: CLOCK_BOOTTIME.
    public Duration sinceBoot() {
        return Duration.ofNanos(loop.kernel().calls().clock(CLOCK_BOOTTIME));
    }

    /// Waits until the wall clock shows a time, whatever it is set to meanwhile.
    ///
    /// @param time not before 1970
    /// @throws TaskException when something ended the wait
    public void sleepUntil(Instant time) {
        Duration point = Duration.between(Instant.EPOCH, time);
        if (point.isNegative()) {
            throw new IllegalArgumentException("time: " + time + ", expected 1970 or later");
        }
        sleepUntil(Clock.REAL, CLOCK_REALTIME, point);
    }

    /// Waits until so much time has passed, in which the machine may be suspended.
    ///
    /// @param time 0 or more
    /// @throws TaskException when something ended the wait
    public void sleepThroughSuspend(Duration time) {
        long nanos = Times.nanos("time", time);
        sleepUntil(Clock.BOOT, CLOCK_BOOTTIME, sinceBoot().plusNanos(nanos));
    }

    private void sleepUntil(Clock clock, int id, Duration point) {
        boolean hasRing = true;
        Duration left = point.minusNanos(loop.kernel().calls().clock(id));
        while (left.isPositive()) {
            if (hasRing) {
                Completed<Timeout.End> ended = loop.run(Timeout.at(clock, point), null);
                hasRing = ended.endReason() != null || ended.raw() != Errno.EINVAL.negative();
                if (hasRing) {
                    ended.take();
                }
            } else {
                Task.sleep(left.compareTo(LOOK_EACH) < 0 ? left : LOOK_EACH);
            }
            left = point.minusNanos(loop.kernel().calls().clock(id));
        }
    }
}
