package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.shard.UserData.Kind;

/// What is left of a driver whose operations did not end in time: the ring, and through the ledger
/// the operations with their memory.
final class Remains {

    private final Kernel kernel;
    private final Ring ring;
    private final Ledger ledger;
    private int left;

    Remains(Kernel kernel, Ring ring, Ledger ledger) {
        if (ring.isFdRegistered()) {
            ring.unregisterRingFd(); // an index is its thread's, and another one will enter
        }
        this.kernel = kernel;
        this.ring = ring;
        this.ledger = ledger;
        for (int slot = 0; slot < ledger.slots.size(); slot++) {
            Operation operation = ledger.slots.at(slot);
            if (operation != null && operation.kind() == Kind.OPERATION) {
                ledger.orphan(operation, EndReason.QUARANTINED);
                left++;
            }
        }
    }

    /// How many operations the kernel still has.
    int left() {
        return left;
    }

    /// Takes out what has ended; closes the ring when it was the last.
    ///
    /// A ring with DEFER_TASKRUN shows its completions only to the thread that owned it: such a
    /// ring stays until that thread ends, or reaps by [Quarantine#reap].
    ///
    /// @return whether nothing is left
    boolean reap() {
        ring.flush();
        for (Cqe cqe = ring.peek(); cqe != null; cqe = ring.peek()) {
            Operation operation = ledger.slots.find(cqe.userData());
            int result = cqe.result();
            int flags = cqe.flags();
            ring.advance();
            if (operation != null) {
                ledger.answer(operation, result, flags); // and of a quiet chain several
                left = counted();
            }
        }
        if (left == 0) {
            ledger.closes.closeRest();
            ring.close();
        }
        return left == 0;
    }

    private int counted() {
        int count = 0;
        for (int slot = 0; slot < ledger.slots.size(); slot++) {
            Operation operation = ledger.slots.at(slot);
            count += operation != null && operation.kind() == Kind.OPERATION ? 1 : 0;
        }
        return count;
    }

    /// Lets some time pass, on the clock of the kernel that these remains belong to.
    void pause(int milliseconds) {
        kernel.calls().poll(ring.fd(), 0, milliseconds);
    }
}
