package dev.ringmark.runtime.task;

import dev.ringmark.runtime.event.Jfr;
import dev.ringmark.runtime.event.LoopSnapshot;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.Insight;
import dev.ringmark.runtime.shard.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a loop's thread does turn by turn: tasks run, then the driver takes a step.
final class Turns {

    /* A task calls the driver itself, as a guest of the loop's thread. In the middle of that it
     * may lose the thread all the same: a virtual thread unmounts when it meets a monitor that is
     * held, and the first use of a class takes some. Then others run, or who holds the monitor
     * might never let go; but nobody may see the driver as it was left, or the SQE that is half
     * written would go with the next batch. So it is known which task is inside, and until it is
     * out no other comes in, and the driver takes no step.
     */

    private static final int STEP_BUDGET = 1024;
    private static final long LOOK_NS = 20_000;

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
    private volatile boolean isLeaving;

    /// The one task that runs, or null; written by the loop's thread.
    private @Nullable Focus focus;

    /// What runs right now. Other threads may read it: only the one that it names finds itself.
    private @Nullable Party running;

    /// Who calls the driver, or null, and how deep; the loop's tasks write it.
    private @Nullable Party inside;

    private int depth;

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
                queue.size() + held(),
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

    /// Any thread: the task that is inside the driver, or null; a little late.
    @Nullable Party inside() {
        return inside;
    }

    /// The running task: whether it is inside the driver, where it must not wait.
    boolean isInside(Party party) {
        return isSame(inside, party);
    }

    /// The running task: comes into the driver once nobody else is there, as often as it likes, and
    /// has to [#leave] as often, whatever happens.
    ///
    /// @return false when the loop has ended meanwhile
    boolean enter(Party party) {
        while (inside != null && !isInside(party)) {
            party.giveWay();
            if (!isSame(running, party)) {
                return false;
            }
        }
        inside = party;
        if (depth++ == 0) {
            driver.lend(party.thread);
        }
        return true;
    }

    void leave() {
        if (--depth == 0) {
            inside = null;
            driver.lend(null);
        }
    }

    /// Parks the running task until an unpark or a point in time.
    void pause(Party party, Timer alarm, long until) {
        if (!set(party, alarm, until)) {
            LockSupport.parkNanos(until - driver.now()); // the driver is closing: any clock will do
            return;
        }
        LockSupport.park();
        if (isSame(running, party) && enter(party)) {
            try {
                driver.unschedule(alarm);
            } finally {
                leave();
            }
        }
    }

    private boolean set(Party party, Timer alarm, long until) {
        if (!enter(party)) {
            return false;
        }
        try {
            return driver.schedule(alarm, until);
        } finally {
            leave();
        }
    }

    private int held() {
        Focus only = focus;
        return only == null ? 0 : only.size();
    }

    /// The loop's thread: runs one task alone from now on, until a deadline.
    ///
    /// @throws IllegalStateException when another one runs alone
    Focus focus(Focus only, long deadline) {
        if (focus != null && !focus.isOver()) {
            throw new IllegalStateException(
                    "focus: the loop runs another task alone, expected none: close that Focus");
        }
        endFocus();
        focus = only;
        if (isLeaving || !driver.schedule(only.expiry(), deadline)) {
            only.close();
        }
        return only;
    }

    private void endFocus() {
        Focus only = focus;
        if (only != null && (isLeaving || only.isOver())) {
            dropFocus();
            driver.unschedule(only.expiry());
        }
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
        isLeaving = true;
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
        Share mine = focus == null ? share : null;
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

    /// The running task: looks for what it would wait for, while the loop has nothing else to do.
    ///
    /// @return whether it may have come
    boolean linger(BooleanSupplier nothing, long deadline) {
        Idling how = idling;
        return how != null
                && inside == null
                && how.linger(focus == null ? share : null, nothing, deadline);
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
        Share mine = focus == null ? share : null;
        if (mine != null && !queue.isEmpty()) {
            mine.holdUp();
        }
        int runs = 0;
        for (; runs < runsPerTurn; runs++) {
            Focus only = focus;
            Strand next = only == null ? queue.poll() : only.poll(queue);
            if (next == null) {
                break;
            }
            run(next);
        }
        int moved = driver.step(STEP_BUDGET);
        if (event != null) {
            Jfr.turned(event, runs, moved);
        }
        endFocus();
        boolean isIdle = moved == 0 && queue.isEmpty();
        if (mine == null || focus != null) {
            return isIdle;
        }
        return mine.begin(isIdle) == 0 && isIdle;
    }

    /// What the end of the ring has made ready runs here while there is time.
    void drain(long deadline) {
        dropFocus();
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
        dropFocus();
        queue.collect();
        for (Strand each = queue.poll(); each != null; each = queue.poll()) {
            Errands.runElsewhere(each);
        }
    }

    /// Nobody runs alone any more: what stood still can run.
    private void dropFocus() {
        Focus only = focus;
        if (only != null) {
            focus = null;
            only.giveBack(queue);
        }
    }

    private void run(Strand strand) {
        mount(strand);
        if (inside != null) {
            outlast();
        }
    }

    private void mount(Strand strand) {
        running = strand.party;
        pulse.begin();
        try {
            strand.run();
        } finally {
            running = null;
            pulse.end();
        }
    }

    /// A task has lost the thread inside the driver: others run, but nothing that uses the driver,
    /// until it is out. What stands still meanwhile keeps its place before all others.
    private void outlast() {
        Deque<Strand> standing = new ArrayDeque<>();
        try {
            while (inside != null) {
                queue.collect();
                Strand next = queue.poll();
                if (next == null) {
                    awaitStrand();
                } else if (mayRunMeanwhile(next)) {
                    mount(next);
                } else {
                    standing.add(next);
                }
            }
        } finally {
            queue.putFirst(standing);
        }
    }

    private boolean mayRunMeanwhile(Strand strand) {
        if (inside != null && inside.equals(strand.party)) {
            return true;
        }
        Focus only = focus;
        return !strand.isErrand() && (only == null || only.mayRun(strand));
    }

    /// The driver cannot sleep now, so the thread looks again and again, for as long as it takes
    /// the holder of a monitor to let go. The watchdog sees a task that holds the loop.
    private void awaitStrand() {
        pulse.begin();
        while (queue.isEmpty()) {
            LockSupport.parkNanos(LOOK_NS);
        }
        pulse.end();
    }

    @SuppressWarnings("ReferenceEquality") // this very task
    private static boolean isSame(@Nullable Party one, Party other) {
        return one == other;
    }
}
