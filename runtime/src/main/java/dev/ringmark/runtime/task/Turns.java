package dev.ringmark.runtime.task;

import dev.ringmark.runtime.event.Jfr;
import dev.ringmark.runtime.event.LoopSnapshot;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.Insight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a loop's thread does turn by turn: tasks run, then the driver takes a step.
final class Turns {

    private static final int STEP_BUDGET = 1024;

    final RunQueue queue = new RunQueue();
    final Pulse pulse = new Pulse();
    final OpCalls calls;
    private final String loop;
    private final Driver driver;
    private final int runsPerTurn;
    private final Insight insight;
    private int transients;
    private volatile @Nullable Share share;
    private @Nullable Idling idling;

    /// What runs right now. Other threads may read it: only the one that it names finds itself.
    private @Nullable Party running;

    Turns(String loop, Driver driver, int runsPerTurn) {
        this.loop = loop;
        this.driver = driver;
        calls = new OpCalls(driver);
        insight = driver.insight();
        this.runsPerTurn = runsPerTurn;
    }

    /// An operation that nobody waits for has begun, or ended.
    void countTransient(int change) {
        transients += change;
    }

    /// The loop's thread: whether it is inside a listener.
    boolean isTelling() {
        return insight.isTelling();
    }

    /// What the loop is at.
    LoopSnapshot snapshot(Scheduling scheduling, int permits, List<LoopSnapshot.TaskView> tasks) {
        return new LoopSnapshot(
                loop,
                scheduling.name(),
                queue.size(),
                permits,
                driver.inFlight(),
                transients,
                pulse.runs(),
                driver.counts().byName(),
                tasks,
                driver.features().fallbacks());
    }

    @Nullable Party running() {
        return running;
    }

    /// What it shares with other loops, from now on.
    void share(Share mine) {
        share = mine;
    }

    /// Any thread: makes the loop look.
    void wake() {
        driver.wake();
    }

    /// Any thread: takes no part in a group any more.
    void leaveGroup() {
        Share mine = share;
        if (mine != null) {
            mine.line.close();
        }
    }

    /// Before the loop runs: how it waits, which is asleep if nobody says otherwise.
    void idleBy(Idle idle, boolean isBound) {
        Idling other = new Idling(driver, queue, idle, isBound);
        idling = other.isOn() ? other : null;
    }

    /// Sleeps until something may have happened.
    void sleep() {
        Share mine = share;
        Idling how = idling;
        if (how == null) {
            park(mine);
            return;
        }
        long begin = driver.now();
        if (!how.spin(mine, begin)) {
            park(mine);
            how.slept(begin);
        }
    }

    private void park(@Nullable Share mine) {
        if (mine == null) {
            driver.await(Driver.NEVER);
        } else if (mine.beginIdle()) {
            driver.await(Driver.NEVER);
            mine.endIdle();
        }
    }

    /// One turn without a sleep.
    ///
    /// @return whether nothing is left to do
    boolean toIdle() {
        return turn(Jfr.recordsTurns() ? Jfr.turning(loop) : null);
    }

    /// @param event the flight recorder's, or null
    private boolean turn(@Nullable Object event) {
        queue.collect();
        Share mine = share;
        if (mine != null && !queue.isEmpty()) {
            mine.holdUp();
        }
        int runs = 0;
        for (; runs < runsPerTurn; runs++) {
            Strand next = queue.poll();
            if (next == null) {
                break;
            }
            run(next);
        }
        int moved = driver.step(STEP_BUDGET);
        if (event != null) {
            Jfr.turned(event, runs, moved);
        }
        boolean isIdle = moved == 0 && queue.isEmpty();
        return mine == null ? isIdle : mine.begin(isIdle) == 0 && isIdle;
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
