package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import java.util.BitSet;

/// A ring's registered credentials: ids from 1, all those of the one simulated user.
final class Personalities {

    private final BitSet registered = new BitSet();

    /// Registers the one user's credentials once more.
    ///
    /// @return the new id
    int register() {
        int id = registered.nextClearBit(1);
        registered.set(id);
        return id;
    }

    int unregister(int id) {
        if (id <= 0 || !registered.get(id)) {
            return Errno.EINVAL.negative();
        }
        registered.clear(id);
        return 0;
    }

    /// Whether an SQE may name it; 0 means the submitter's own.
    boolean isUsable(int id) {
        return id == 0 || registered.get(id);
    }
}
