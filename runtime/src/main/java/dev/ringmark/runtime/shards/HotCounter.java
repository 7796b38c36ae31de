package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.task.WaitLine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The sum of what was sent under a tag that is only added up (SPG-037). Any thread.
final class HotCounter {

    /* Lock-free: an addition that finds zero rings, so that the first one is never starved; one
     * that crosses the threshold rings too; all others cost an atomic addition. Who waits looks
     * again behind stepping into the line: it sees the sum, or the addition that made it finds who
     * waits.
     */

    private final long wakeThreshold;
    private final WaitLine waiters;
    private final AtomicLong sum = new AtomicLong();
    private volatile boolean isClosed;

    HotCounter(long wakeThreshold, WaitLine waiters) {
        this.wakeThreshold = wakeThreshold;
        this.waiters = waiters;
    }

    /// Adds to it.
    ///
    /// @return false when the shard has ended
    boolean add(long count) {
        if (isClosed) {
            return false;
        }
        long before = sum.getAndAdd(count);
        if (before == 0 || (before < wakeThreshold && before + count >= wakeThreshold)) {
            waiters.ring();
        }
        return true;
    }

    /// Takes the sum; 0 when nothing was added since.
    long take() {
        return sum.get() == 0 ? 0 : sum.getAndSet(0);
    }

    /// Waits until there is a sum, and takes it.
    long await(@Nullable Duration time) {
        return waiters.waitFor(
                () -> {
                    long taken = take();
                    return taken == 0 ? null : taken;
                },
                this::mayCome,
                time);
    }

    private boolean mayCome() {
        if (sum.get() == 0 && isClosed) {
            throw Ingress.closed();
        }
        return sum.get() == 0;
    }

    void close() {
        isClosed = true;
        waiters.close();
    }
}
