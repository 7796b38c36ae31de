package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.News;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a loop does between its last turn and its sleep, as its [Idle] says. The loop's thread.
final class Idling {

    /* How long it is idle at a time is averaged, over spins and sleeps alike, so the kernel's and
     * the CPU's time to wake a sleeper counts. A budget of twice that catches most of what comes;
     * if it would be more than may be, there is none, until sleeps are short again. One long sleep
     * counts as eight times the most, so it takes a handful of short ones to make up for it.
     */

    private static final int LOOKS = 64; // between two looks at the clock
    private static final long BUSY_NS = 1_000_000; // then it turns, whatever it has seen
    private static final long LINGER_NS_MAX = 50_000; // a cancel of the task waits as long
    private static final int WEIGHT = 8;

    private final Driver driver;
    private final News news;
    private final RunQueue queue;
    private final boolean isBusy;
    private final long maxNs;
    private long averageNs;

    /// @param isBound whether its thread has a CPU, of several
    Idling(Driver driver, RunQueue queue, Idle idle, boolean isBound) {
        this.driver = driver;
        this.queue = queue;
        news = driver.insight().news();
        boolean isSeen = news.areSeen();
        isBusy = isSeen && idle instanceof Idle.BusyPoll;
        maxNs = isSeen && isBound && idle instanceof Idle.Spin(var max) ? max.toNanos() : 0;
        averageNs = maxNs / 2;
    }

    /// Whether it ever does anything but sleep.
    boolean isOn() {
        return isBusy || maxNs > 0;
    }

    /// How long it would look now.
    long budgetNs() {
        if (isBusy) {
            return BUSY_NS;
        }
        return averageNs > maxNs ? 0 : Math.min(maxNs, 2 * averageNs);
    }

    /// Looks for as long as may be.
    ///
    /// @param share its part in a group
    /// @return whether to turn again; else it sleeps, and calls [#slept]
    boolean spin(@Nullable Share share, long begin) {
        long budget = budgetNs();
        if (budget == 0) {
            return false;
        }
        long end = Math.min(begin + budget, driver.nextDeadline());
        do {
            for (int look = 0; look < LOOKS; look++) {
                if (hasWork(share)) {
                    learn(driver.now() - begin);
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (driver.now() - end < 0);
        return isBusy || end < begin + budget;
    }

    /// The running task looks by itself for a while, where the loop would do so as soon as it
    /// waits: what comes by memory is had without a switch of stacks to the loop and back. Ends as
    /// soon as the loop has anything else to do.
    ///
    /// @param nothing whether what it would wait for has not come; may throw
    /// @param deadline of its wait
    /// @return whether that may have come
    boolean linger(@Nullable Share share, BooleanSupplier nothing, long deadline) {
        long budget = Math.min(budgetNs(), LINGER_NS_MAX);
        if (budget == 0 || news.areDue()) {
            return false;
        }
        long begin = driver.now();
        long end = Math.min(begin + budget, Math.min(deadline, driver.nextDeadline()));
        if (end - begin <= 0) {
            return false;
        }
        do {
            for (int look = 0; look < LOOKS; look++) {
                if (!nothing.getAsBoolean()) {
                    learn(driver.now() - begin);
                    return true;
                }
                if (hasWork(share)) {
                    return false;
                }
                Thread.onSpinWait();
            }
        } while (driver.now() - end < 0);
        return false;
    }

    private boolean hasWork(@Nullable Share share) {
        return !queue.isEmpty() || news.haveCome() || (share != null && share.hasWork());
    }

    void slept(long begin) {
        learn(driver.now() - begin);
    }

    private void learn(long idleNs) {
        averageNs += (Math.min(idleNs, WEIGHT * maxNs) - averageNs) / WEIGHT;
    }
}
