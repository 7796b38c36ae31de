package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Ring;

/// Whether the loop may sleep: the second half of the wake protocol, beside [WakeGate].
final class Sleeper {

    private final Ring ring;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Inbox inbox;
    private final WakeSource wake;
    private final Exchange exchange;
    private boolean isParked;

    Sleeper(
            Ring ring,
            Ledger ledger,
            Outbox outbox,
            Inbox inbox,
            WakeSource wake,
            Exchange exchange) {
        this.ring = ring;
        this.ledger = ledger;
        this.outbox = outbox;
        this.inbox = inbox;
        this.wake = wake;
        this.exchange = exchange;
    }

    /// From here to [#end()] whoever has something to say rings the bell.
    ///
    /// @return whether to wait; false when there is something to do first
    boolean begin() {
        boolean hasWork = outbox.isBehind() || ledger.permits.canPromote();
        if (hasWork || !wake.park()) {
            return false;
        }
        isParked = true;
        if (inbox.isEmpty() && ring.cqReady() == 0 && canBeWoken()) {
            return true;
        }
        end();
        return false;
    }

    /// The loop is awake, if it has slept at all.
    void end() {
        if (isParked) {
            isParked = false;
            wake.unpark();
        }
    }

    private boolean canBeWoken() {
        if (!wake.isConfirmed(outbox)) {
            exchange.enter(SubmitMode.FLUSH, Deadline.NEVER);
        }
        return wake.isConfirmed(outbox);
    }
}
