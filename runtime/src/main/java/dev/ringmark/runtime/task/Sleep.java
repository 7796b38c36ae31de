package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A point in time that threads wait for, and that can be moved while they do.
///
/// By CLOCK_MONOTONIC, and the ring's timers where it runs on a loop. Any thread may wait, look and
/// move it. Moving it to a later time costs a store, however often it is done: who waits finds out
/// when the earlier one has come.
public final class Sleep {

    private final Set<Party> waiters = ConcurrentHashMap.newKeySet();
    private volatile long deadline;

    private Sleep(long deadline) {
        this.deadline = deadline;
    }

    /// Ends a time from now.
    ///
    /// @param time null for never, until it is reset
    public static Sleep of(@Nullable Duration time) {
        return new Sleep(Times.deadline("time", time, Party.current().now()));
    }

    /// Waits until it has ended.
    ///
    /// @throws TaskException when something else ended the wait
    public void await() {
        Party party = Party.current();
        waiters.add(party);
        try {
            while (!isElapsed(party)) {
                long seen = deadline;
                party.sleepUntil(() -> deadline < seen, seen);
            }
        } finally {
            waiters.remove(party);
        }
    }

    /// Whether it has ended.
    public boolean isElapsed() {
        return isElapsed(Party.current());
    }

    /// What is left of it: zero when it has ended, null when it never does.
    public @Nullable Duration remaining() {
        long until = deadline;
        if (until == Driver.NEVER) {
            return null;
        }
        return Duration.ofNanos(Math.max(0, until - Party.current().now()));
    }

    /// Moves its end to a time from now, also if it has ended.
    ///
    /// @param time null for never
    public void reset(@Nullable Duration time) {
        long before = deadline;
        long after = Times.deadline("time", time, Party.current().now());
        deadline = after;
        if (after < before) {
            waiters.forEach(Party::unpark);
        }
    }

    private boolean isElapsed(Party party) {
        return party.now() - deadline >= 0;
    }
}
