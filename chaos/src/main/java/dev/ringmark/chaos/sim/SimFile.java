package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;

/// An open file: what an fd number, a fixed slot and a request in flight refer to.
///
/// It lives as long as one of them does (K10). Transfers never block: they answer -EAGAIN, and
/// whoever wants to wait becomes a [Waiter].
abstract class SimFile {

    static final int WOULD_BLOCK = Errno.EAGAIN.negative();

    private final List<Waiter> waiters = new ArrayList<>(2);
    private int references;
    private boolean isNonBlocking;

    /// The events that are ready now, bits of [PollEvents].
    abstract int ready();

    /// Reads into user memory.
    ///
    /// @param offset where, or -1 for the file's own position
    int read(long address, int size, long offset) {
        return Errno.EINVAL.negative();
    }

    /// Writes from user memory.
    ///
    /// @param offset where, or -1 for the file's own position
    int write(long address, int size, long offset) {
        return Errno.EINVAL.negative();
    }

    /// Sets the size.
    int truncate(long size) {
        return Errno.EINVAL.negative();
    }

    /// Whether reads give what is there and nobody has to wait for more.
    boolean isRegular() {
        return false;
    }

    /// The last reference is gone.
    void released() {}

    /// One more reference.
    final SimFile retain() {
        references++;
        return this;
    }

    /// One reference less.
    final void release() {
        if (--references == 0) {
            released();
        }
    }

    final int references() {
        return references;
    }

    final boolean isNonBlocking() {
        return isNonBlocking;
    }

    final void setNonBlocking(boolean on) {
        isNonBlocking = on;
    }

    final void await(Waiter waiter) {
        waiters.add(waiter);
    }

    final void forget(Waiter waiter) {
        waiters.remove(waiter);
    }

    /// Tells everybody who waits what is ready now.
    final void changed() {
        changed(false);
    }

    final void changed(boolean byRing) {
        if (waiters.isEmpty()) {
            return;
        }
        int events = ready();
        for (Waiter waiter : List.copyOf(waiters)) {
            waiter.wake(events, byRing);
        }
    }
}
