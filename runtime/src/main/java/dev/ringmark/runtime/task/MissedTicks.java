package dev.ringmark.runtime.task;

/// What an [Interval] does about ticks whose time passed while nobody waited for them.
public enum MissedTicks {
    /// Gives them all, one at once after the other, until it is back in step.
    BURST {
        @Override
        long next(long due, long now, long period) {
            return plus(due, period);
        }
    },
    /// Forgets them, and counts its period anew from the late one.
    DELAY {
        @Override
        long next(long due, long now, long period) {
            return plus(Math.max(due, now), period);
        }
    },
    /// Forgets them, and keeps its step: the next is at a multiple of the period.
    SKIP {
        @Override
        long next(long due, long now, long period) {
            long missed = now <= due ? 0 : (now - due) / period;
            return plus(due + missed * period, period);
        }
    };

    /// When the tick after one that was due at `due` and given at `now` is due.
    abstract long next(long due, long now, long period);

    private static long plus(long point, long period) {
        return point > Long.MAX_VALUE - period ? Long.MAX_VALUE : point + period;
    }
}
