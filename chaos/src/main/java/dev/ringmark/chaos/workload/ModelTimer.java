package dev.ringmark.chaos.workload;

import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Timer;

/// A timer of the program, and what it has been told so far.
final class ModelTimer extends Timer {

    private final Episode episode;
    private long due;
    private boolean isSet;

    ModelTimer(Episode episode) {
        this.episode = episode;
    }

    boolean isSet() {
        return isSet;
    }

    long due() {
        return due;
    }

    /// Whether it should have fired by a time.
    boolean isDue(long time) {
        return isSet && due <= time;
    }

    void set(long deadline) {
        due = deadline;
        isSet = true;
    }

    /// It was taken back.
    void unset(boolean wasSet) {
        episode.watch()
                .check(
                        wasSet == isSet,
                        Invariant.I_11,
                        () -> "a timer was " + (isSet ? "lost" : "there after its end"));
        isSet = false;
    }

    @Override
    protected void fired() {
        episode.watch().say("timer fired");
        episode.watch().check(isSet, Invariant.I_11, "a timer fired that was not set");
        long now = episode.watch().kernel().nanoTime();
        episode.watch().check(now >= due, Invariant.I_11, "a timer fired early");
        isSet = false;
    }

    @Override
    protected void abandoned(EndReason reason) {
        episode.watch().say("timer abandoned: " + reason);
        episode.watch().check(isSet, Invariant.I_11, "a timer ended twice");
        isSet = false;
    }
}
