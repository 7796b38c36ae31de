package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;
import org.jspecify.annotations.Nullable;

/// What a loop's thread does turn by turn: tasks run, then the driver takes a step.
final class Turns {

    private static final int STEP_BUDGET = 1024;

    final RunQueue queue = new RunQueue();
    final Pulse pulse = new Pulse();
    private final Driver driver;
    private final int runsPerTurn;

    /// What runs right now. Other threads may read it: only the one that it names finds itself.
    private @Nullable Party running;

    Turns(Driver driver, int runsPerTurn) {
        this.driver = driver;
        this.runsPerTurn = runsPerTurn;
    }

    @Nullable Party running() {
        return running;
    }

    /// One turn without a sleep.
    ///
    /// @return whether nothing is left to do
    boolean toIdle() {
        queue.collect();
        for (int run = 0; run < runsPerTurn; run++) {
            Strand next = queue.poll();
            if (next == null) {
                break;
            }
            run(next);
        }
        return driver.step(STEP_BUDGET) == 0 && queue.isEmpty();
    }

    /// What the end of the ring has made ready runs here while there is time.
    void drain(long deadline) {
        queue.collect();
        for (Strand each = queue.poll(); each != null; each = queue.poll()) {
            run(each);
            if (driver.now() - deadline >= 0) {
                return;
            }
            queue.collect();
        }
    }

    /// Gives what is left to the stragglers.
    void giveAway() {
        queue.collect();
        for (Strand each = queue.poll(); each != null; each = queue.poll()) {
            Stragglers.run(each);
        }
    }

    private void run(Strand strand) {
        Party party = strand.party;
        running = party;
        pulse.begin();
        driver.lend(party == null ? null : party.thread);
        try {
            strand.run();
        } finally {
            running = null;
            pulse.end();
            driver.lend(null);
        }
    }
}
