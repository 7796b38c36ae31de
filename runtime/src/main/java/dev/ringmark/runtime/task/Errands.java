package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// What a loop is given to do by any thread, and how the loop is made to look at it.
final class Errands {

    /* What can run goes into the queue's list, then a wake is requested, which is latched: the
     * driver does not sleep over it. After the end nobody looks into the list, so whoever finds the
     * driver closed takes everything out of it and gives it to the stragglers.
     */

    private static final Logger LOGGER = System.getLogger(Loop.class.getName());

    private final Loop loop;
    private final Thread owner;
    private final Driver driver;
    private final Turns turns;
    private volatile boolean isOver;

    Errands(Loop loop, Thread owner, Driver driver, Turns turns) {
        this.loop = loop;
        this.owner = owner;
        this.driver = driver;
        this.turns = turns;
    }

    /// Whether the loop has ended and does nothing any more.
    boolean isOver() {
        return isOver;
    }

    /// What becomes of what comes too late and nobody else takes.
    static Runnable refusal() {
        return () -> {
            throw new TaskException.Closed("the loop has ended");
        };
    }

    /// The loop's thread: it has ended.
    void end() {
        isOver = true;
        turns.giveAway();
    }

    /// Any thread: a strand can run.
    void ready(Strand strand) {
        if (isOver) {
            Stragglers.run(strand);
        } else if (isHere()) {
            turns.queue.add(strand);
        } else {
            addRemote(strand, null);
        }
    }

    /// Any thread: has an action run on the loop's thread, or another one here when the loop has
    /// ended.
    void dispatch(Runnable action, Runnable otherwise) {
        if (isOver) {
            otherwise.run();
        } else {
            ready(errand(action, otherwise));
        }
    }

    /// As [#dispatch], called by the running task of another loop, whose ring sends the wake-up
    /// with its next batch.
    void dispatchFrom(Errands sender, Runnable action, Runnable otherwise) {
        if (isOver) {
            otherwise.run();
        } else {
            addRemote(errand(action, otherwise), sender.driver);
        }
    }

    /// Any thread: puts a typed operation under way.
    void start(OpFuture<?> operation) {
        dispatch(() -> operation.start(driver), () -> operation.refuse(Admission.CLOSING));
    }

    /// Whether the caller runs on the loop's thread.
    private boolean isHere() {
        Thread caller = Thread.currentThread();
        Party party = turns.running();
        return isSame(caller, owner) || (party != null && isSame(caller, party.thread));
    }

    /// Only the loop's thread does what was asked: between the end of its driver and its own others
    /// take errands out, to refuse them.
    private Strand errand(Runnable action, Runnable otherwise) {
        return new Strand(loop, () -> guarded(mayAct() ? action : otherwise), true);
    }

    private boolean mayAct() {
        return !isOver && isSame(Thread.currentThread(), owner);
    }

    /// Runs what nobody's loop runs any more: a refusal here, a task on a thread of its own.
    static void runElsewhere(Strand strand) {
        if (strand.isErrand()) {
            strand.run();
        } else {
            Stragglers.run(strand);
        }
    }

    private void addRemote(Strand strand, @Nullable Driver sender) {
        turns.queue.addRemote(strand);
        boolean willLook = sender == null ? driver.wake() : driver.wakeFrom(sender);
        if (!willLook) {
            turns.queue.drainRemote(Errands::runElsewhere);
        }
    }

    /// What the action throws is its own affair, and the log's.
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, () -> "an action on " + owner + " has thrown", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very thread
    private static boolean isSame(Thread one, Thread other) {
        return one == other;
    }
}
