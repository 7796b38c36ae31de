package dev.ringmark.chaos.workload;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Multishot;

/// An operation with many completions.
final class Shots extends Multishot {

    private final Tracked tracked;

    Shots(Tracked tracked, int credit) {
        super(credit);
        this.tracked = tracked;
    }

    @Override
    protected void prepare(Sqe sqe) {
        tracked.prepare(sqe);
    }

    @Override
    protected void completed(int result, int flags, boolean isLast) {
        tracked.completed(result, isLast);
    }

    @Override
    protected void abandoned(EndReason reason) {
        tracked.abandoned(reason);
    }

    @Override
    protected void released() {
        tracked.released();
    }
}
