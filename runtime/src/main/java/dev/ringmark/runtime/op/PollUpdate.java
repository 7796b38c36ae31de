package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import java.util.Set;

/// Changes what a poll under way waits for: POLL_REMOVE as an update.
///
/// A poll is ended by cancelling its run. Since 5.13; io_uring_enter(2).
public final class PollUpdate extends DoneOp {

    private final Operation target;
    private final int mask;

    private PollUpdate(Operation target, int mask) {
        this.target = target;
        this.mask = mask;
    }

    /// Other events for a poll.
    ///
    /// @param target a run whose operation is a [Poll]
    public static PollUpdate of(Run<Set<PollEvent>> target, PollEvent... events) {
        return new PollUpdate(target, Poll.maskOf(events));
    }

    @Override
    public Opcode opcode() {
        return Opcode.POLL_REMOVE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.POLL_REMOVE, -1, target.userData(), PollFlag.UPDATE_EVENTS.bits(), 0)
                .operationFlags(Poll.wordOf(mask));
    }

    @Override
    public String toString() {
        return "POLL_REMOVE, an update of " + target;
    }
}
