package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.shard.Operation.Stage;
import org.jspecify.annotations.Nullable;

/// Operations that begin when all before them have ended, and hold up all behind them.
///
/// The kernel could do it (IO_DRAIN), but would count in what lives as long as its ring, such as
/// the poll of the wake source, and refuses it once a CQE was skipped (since 5.17).
final class Drains {

    private final SlotTable slots;

    /// The unit that holds up what is behind it, and its first user data.
    private Operation @Nullable [] barrier;

    private long[] names = {};

    Drains(SlotTable slots) {
        this.slots = slots;
    }

    /// Whether the next operation, or its chain, has to wait for others.
    boolean hold(Operation next) {
        return isBarrierUp() || (isDrained(next) && hasOthersInRing());
    }

    /// An operation was written, or the first of a chain is about to be.
    void sent(Operation first) {
        if (isDrained(first)) {
            Operation[] unit = first.chain == null ? new Operation[] {first} : first.chain;
            barrier = unit;
            names = new long[unit.length];
            for (int at = 0; at < unit.length; at++) {
                names[at] = unit[at].userData;
            }
        }
    }

    private boolean isBarrierUp() {
        Operation[] unit = barrier;
        if (unit == null) {
            return false;
        }
        for (int at = 0; at < unit.length; at++) {
            if (unit[at].stage == Stage.IN_RING && unit[at].userData == names[at]) {
                return true;
            }
        }
        barrier = null;
        return false;
    }

    private static boolean isDrained(Operation first) {
        if (first.chain == null) {
            return first.isDrained;
        }
        for (Operation member : first.chain) {
            if (member.isDrained) {
                return true;
            }
        }
        return false;
    }

    private boolean hasOthersInRing() {
        for (int slot = 0; slot < slots.size(); slot++) {
            Operation operation = slots.at(slot);
            if (operation != null
                    && operation.stage == Stage.IN_RING
                    && operation.kind() == UserData.Kind.OPERATION) {
                return true;
            }
        }
        return false;
    }
}
