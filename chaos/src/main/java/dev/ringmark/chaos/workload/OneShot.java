package dev.ringmark.chaos.workload;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Operation;

/// An operation with one completion.
final class OneShot extends Operation {

    private final Tracked tracked;

    OneShot(Tracked tracked) {
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

    @Override
    protected boolean makesFile() {
        return tracked.makesFile();
    }
}
