package dev.ringmark.runtime.op;

import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.time.Duration;

/// Gives a timeout under way another time, from now: TIMEOUT_REMOVE as an update.
///
/// A timeout is ended by cancelling its run. Since 5.11; io_uring_enter(2).
public final class TimeoutUpdate extends DoneOp {

    private final Operation target;
    private final Duration time;

    private TimeoutUpdate(Operation target, Duration time) {
        this.target = target;
        this.time = time;
    }

    /// Another time for a timeout.
    ///
    /// @param target a run whose operation is a [Timeout] by CLOCK_MONOTONIC
    /// @param time 0 or more
    public static TimeoutUpdate of(Run<Timeout.End> target, Duration time) {
        return new TimeoutUpdate(target, Times.requireSpan("time", time));
    }

    @Override
    public Opcode opcode() {
        return Opcode.TIMEOUT_REMOVE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long address = scratch.timespec(time.getSeconds(), time.getNano());
        sqe.prepare(Opcode.TIMEOUT_REMOVE, -1, target.userData(), 0, address)
                .operationFlags(TimeoutFlag.UPDATE.bits());
    }

    @Override
    protected long scratchSize() {
        return TimespecLayout.SIZE;
    }

    @Override
    public String toString() {
        return "TIMEOUT_REMOVE, an update of " + target;
    }
}
