package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.shard.UserData.Kind;

/// The end of everything that the kernel does not have: who waits for a permit, for room in the SQ
/// or for credit, and the timers.
final class Dismissal {

    private final Ledger ledger;
    private final Outbox outbox;
    private final Timers timers;
    private final WakeSource wake;

    Dismissal(Ledger ledger, Outbox outbox, Timers timers, WakeSource wake) {
        this.ledger = ledger;
        this.outbox = outbox;
        this.timers = timers;
        this.wake = wake;
    }

    /// Nothing is armed again from now on, and all of these end with one reason.
    void run(EndReason reason) {
        ledger.startClosing();
        wake.stop();
        for (Operation next = ledger.permits.evict(); next != null; next = ledger.permits.evict()) {
            ledger.abandon(next, reason);
        }
        for (Operation next = ledger.paused.first(); next != null; next = ledger.paused.first()) {
            ledger.abandon(next, reason);
        }
        for (Operation next = outbox.firstStaged(); next != null; next = outbox.firstStaged()) {
            ledger.abandon(next, reason);
        }
        for (Timer timer = timers.evict(); timer != null; timer = timers.evict()) {
            try {
                timer.abandoned(reason);
            } catch (RuntimeException e) {
                ledger.note(e);
            }
        }
    }

    /// The ring has failed: those that the kernel has are told so as well, and are kept.
    void runAfterFailure() {
        run(EndReason.FAILED);
        for (int slot = 0; slot < ledger.slots.size(); slot++) {
            Operation operation = ledger.slots.at(slot);
            if (operation != null && operation.kind() == Kind.OPERATION) {
                ledger.orphan(operation, EndReason.FAILED);
            }
        }
    }
}
