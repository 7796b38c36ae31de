package dev.ringmark.runtime.task;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Looks from a thread of its own whether a task holds a loop for too long, and says so with the
/// task's stack.
///
/// A loop only counts its runs. If the count is the same at two looks, and something runs, then
/// that has held the loop for at least the time between; so a hold is seen after one to two
/// limits, and each is reported once.
final class Watchdog {

    private static final Logger LOGGER = System.getLogger(Watchdog.class.getName());
    private static final Watchdog SHARED = new Watchdog();

    private static final class Watched {
        final Loop loop;
        long seenRuns = -1;
        long since;
        boolean isReported;

        Watched(Loop loop) {
            this.loop = loop;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Watched> watched = new ArrayList<>();
    private @Nullable Thread thread;

    private Watchdog() {}

    static void watch(Loop loop) {
        SHARED.add(loop);
    }

    static void forget(Loop loop) {
        SHARED.remove(loop);
    }

    private void add(Loop loop) {
        lock.lock();
        try {
            watched.add(new Watched(loop));
            if (thread == null) {
                thread =
                        Thread.ofPlatform().name("ringmark-watchdog").daemon(true).start(this::run);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void remove(Loop loop) {
        lock.lock();
        try {
            watched.removeIf(each -> each.loop.equals(loop));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Looks until there is nothing to look at.
    private void run() {
        lock.lock();
        try {
            while (!watched.isEmpty()) {
                long pauseNs = Long.MAX_VALUE;
                for (Watched each : watched) {
                    look(each, System.nanoTime());
                    pauseNs = Math.min(pauseNs, each.loop.heldNsMax() / 2);
                }
                changed.await(Math.max(pauseNs, 1_000_000), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            LOGGER.log(Level.WARNING, "the watchdog was interrupted, and ends", e);
        } finally {
            thread = null;
            lock.unlock();
        }
    }

    private static void look(Watched each, long now) {
        Loop loop = each.loop;
        long runs = loop.turns.pulse.runs();
        if (runs != each.seenRuns || !loop.turns.pulse.isBusy()) {
            each.seenRuns = runs;
            each.since = now;
            each.isReported = false;
        } else if (!each.isReported && now - each.since >= loop.heldNsMax()) {
            each.isReported = true;
            report(loop, now - each.since);
        }
    }

    private static void report(Loop loop, long heldNs) {
        Held held = Held.of(loop, heldNs);
        LOGGER.log(Level.WARNING, held::describe);
        loop.heldListener().accept(held);
    }
}
