package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Timer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/// A loop runs one task alone, for debugging: from [Task#focus]. All others of the loop, and what
/// they start, stand still until this is closed, its time is up, the task or the loop ends; then
/// they go on in the order in which they could run.
///
/// The ring is looked at as ever, and cancels arrive. A task that waits for one that stands still
/// waits until the time is up. Other loops go on, and may take tasks that none has begun. Any
/// thread may close it, more than once.
public final class Focus implements AutoCloseable {

    private final class Expiry extends Timer {

        @Override
        protected void fired() {
            isOver = true;
        }

        @Override
        protected void abandoned(EndReason reason) {
            isOver = true;
        }
    }

    private final Task<?> task;
    private final Party party;
    private final Turns turns;
    private final Timer expiry = new Expiry();
    private volatile boolean isOver;

    /// What stands still, in order; the loop's thread only.
    private final Deque<Strand> held = new ArrayDeque<>();

    Focus(Task<?> task, Party party, Turns turns) {
        this.task = task;
        this.party = party;
        this.turns = turns;
    }

    /// Whether others may run.
    public boolean isOver() {
        return isOver || task.isDone();
    }

    /// Lets the others go on.
    @Override
    public void close() {
        isOver = true;
        turns.wake();
    }

    Timer expiry() {
        return expiry;
    }

    /// How many stand still.
    int size() {
        return held.size();
    }

    /// The next one that may run, or null.
    @Nullable Strand poll(RunQueue queue) {
        Strand next = queue.poll();
        while (next != null && !mayRun(next)) {
            held.add(next);
            next = queue.poll();
        }
        return next;
    }

    /// Puts those that stood still before all others that can run.
    void giveBack(RunQueue queue) {
        queue.putFirst(held);
    }

    boolean mayRun(Strand strand) {
        return strand.isErrand() || party.equals(strand.party);
    }
}
