package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;

/// Whether there may be something to step for, asked without a system call: for owners who look
/// again and again before they sleep. Owner only.
public final class News {

    private final Ring ring;
    private final Inbox inbox;
    private final WakeSource wake;
    private final Outbox outbox;

    News(Ring ring, Inbox inbox, WakeSource wake, Outbox outbox) {
        this.ring = ring;
        this.inbox = inbox;
        this.wake = wake;
        this.outbox = outbox;
    }

    /// Whether looking helps: else completions come only with an enter (DEFER_TASKRUN since 6.1 and
    /// COOP_TASKRUN since 5.19, without TASKRUN_FLAG: io_uring_setup(2)).
    public boolean areSeen() {
        boolean isKept =
                ring.options().has(SetupFlag.DEFER_TASKRUN)
                        || ring.options().has(SetupFlag.COOP_TASKRUN);
        return !isKept || ring.options().has(SetupFlag.TASKRUN_FLAG);
    }

    /// Whether something has come; a wake-up that somebody has asked for is taken by that.
    public boolean haveCome() {
        return ring.cqReady() != 0
                || ring.has(RingFlag.SQ_TASKRUN)
                || ring.has(RingFlag.SQ_CQ_OVERFLOW)
                || !inbox.isEmpty()
                || wake.isRequested();
    }

    /// Whether the kernel is to be given something, which the next step does.
    public boolean areDue() {
        return outbox.isBehind() || ring.pending() != 0;
    }
}
