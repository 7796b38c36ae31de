package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import org.jspecify.annotations.Nullable;

/// The operations to be cancelled, and the few cancels that are under way.
///
/// An operation waits here for as long as it takes: a cancel is never dropped, however full the SQ
/// is, and asking for one allocates nothing. What the cancel itself returns is not used: only the
/// target's own last CQE ends it.
final class Cancels {

    /// How many are under way at once.
    static final int AT_ONCE = 4;

    /// A cancel of one operation, by its user data with slot and generation.
    final class Request extends Control {

        private long target;

        Request() {
            super(UserData.Kind.CANCEL);
        }

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.ASYNC_CANCEL, -1, target, 0, 0);
        }

        @Override
        protected void released() {
            idle.add(this);
        }
    }

    private final OperationQueue wanted = new OperationQueue();
    private final OperationQueue idle = new OperationQueue();

    Cancels() {
        for (int at = 0; at < AT_ONCE; at++) {
            idle.add(new Request());
        }
    }

    /// Asks for a cancel of an operation that the kernel may have.
    void want(Operation operation) {
        if (operation.queue == null) {
            wanted.add(operation);
        }
    }

    /// A cancel for the next operation in line, which leaves it; null when there is none, or all
    /// requests are under way.
    @Nullable Request next() {
        if (!isReady()) {
            return null;
        }
        Operation target = wanted.poll();
        Operation request = idle.poll();
        if (target == null || !(request instanceof Request next)) {
            throw new IllegalStateException("a queue was emptied meanwhile");
        }
        next.target = target.userData;
        return next;
    }

    /// Whether [#next()] has one.
    boolean isReady() {
        return !wanted.isEmpty() && !idle.isEmpty();
    }
}
