package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;
import java.util.ArrayDeque;
import java.util.Deque;

/// What a loop's own tasks run typed operations with, used again and again. Confined to the loop's
/// thread.
final class OpCalls {

    /// How many are kept at most; more may be out at once.
    private static final int SPARE_MAX = 256;

    private final Driver driver;
    private final Deque<OpCall> spare = new ArrayDeque<>();
    private boolean isClosed;

    OpCalls(Driver driver) {
        this.driver = driver;
    }

    /// One for a single use.
    OpCall take() {
        OpCall call = spare.poll();
        return call == null ? new OpCall(driver) : call;
    }

    /// It has ended, and nobody will cancel it any more.
    void giveBack(OpCall call) {
        if (isClosed || spare.size() >= SPARE_MAX || !call.isIdle()) {
            call.close();
        } else {
            spare.push(call);
        }
    }

    /// Frees what they keep.
    void close() {
        isClosed = true;
        spare.forEach(OpCall::close);
        spare.clear();
    }
}
