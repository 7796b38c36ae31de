package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;
import org.jspecify.annotations.Nullable;

/// The part of a turn that needs no enter: tasks of other threads, timers, and who waits for a
/// permit.
final class Chores {

    private final Kernel kernel;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Timers timers;
    private final Inbox inbox;

    Chores(Kernel kernel, Ledger ledger, Outbox outbox, Timers timers, Inbox inbox) {
        this.kernel = kernel;
        this.ledger = ledger;
        this.outbox = outbox;
        this.timers = timers;
        this.inbox = inbox;
    }

    /// One round.
    ///
    /// @param budget how many tasks and timers at most, of each
    /// @return how much was done
    int run(int budget) {
        return runTasks(budget) + fireTimers(budget) + admitWaiters();
    }

    /// Runs what was taken so far; nothing is taken from now on.
    void runLast() {
        inbox.close();
        runTasks(Integer.MAX_VALUE);
    }

    private int runTasks(int budget) {
        int done = 0;
        for (Runnable task = next(done, budget); task != null; task = next(done, budget)) {
            done++;
            try {
                task.run();
            } catch (RuntimeException e) {
                ledger.note(e);
            }
        }
        return done;
    }

    private @Nullable Runnable next(int done, int budget) {
        return done < budget ? inbox.poll() : null;
    }

    private int fireTimers(int budget) {
        if (timers.size() == 0) {
            return 0;
        }
        long now = kernel.nanoTime();
        int done = 0;
        while (done < budget) {
            Timer timer = timers.expired(now);
            if (timer == null) {
                break;
            }
            done++;
            try {
                timer.fired();
            } catch (RuntimeException e) {
                ledger.note(e);
            }
        }
        return done;
    }

    private int admitWaiters() {
        if (ledger.permits.waiting() == 0) {
            return 0;
        }
        int done = 0;
        for (Operation next = ledger.permits.promote();
                next != null;
                next = ledger.permits.promote()) {
            ledger.stage(next);
            outbox.send(next);
            done++;
        }
        if (ledger.permits.earliest() == Deadline.NEVER) {
            return done;
        }
        long now = kernel.nanoTime();
        for (Operation late = ledger.permits.expired(now);
                late != null;
                late = ledger.permits.expired(now)) {
            ledger.abandon(late, EndReason.QUEUE_TIMEOUT);
            done++;
        }
        return done;
    }
}
