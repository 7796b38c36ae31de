package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The operations to be cancelled, and the few cancels that are under way.
///
/// An operation waits here for as long as it takes: a cancel is never dropped, however full the SQ
/// is, and asking for one allocates nothing. Only the target's own last CQE ends it. A cancel that
/// answers -EALREADY or -ENOENT of a target that goes on is sent again after a while: the kernel
/// forgets one that meets a worker between its attempt and its poll (Linux 6.18, measured:
/// docs/findings.md), and finds neither a link that has not begun nor a request behind a drain.
final class Cancels {

    /// How many are under way at once.
    static final int AT_ONCE = 4;

    private static final long AGAIN_FIRST_NS = 1_000_000L;
    private static final long AGAIN_LAST_NS = 3_600_000_000_000L;

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
        protected void completed(int result, int flags, boolean isLast) {
            if (result == Errno.EALREADY.negative() || result == Errno.ENOENT.negative()) {
                doubt(slots.find(target));
            }
        }

        @Override
        protected void released() {
            idle.add(this);
        }
    }

    /// Asks again for what was not cancelled: soon after the newest of them was doubted first,
    /// and then less and less often, because some cannot be cancelled at all.
    private final class Again extends Timer {

        private long delay;

        @Override
        protected void fired() {
            delay = Math.min(2 * delay, AGAIN_LAST_NS);
            wantDoubted();
        }

        @Override
        protected void abandoned(EndReason reason) {
            wantDoubted();
        }
    }

    private final SlotTable slots;
    private final Timers timers;
    private final LongSupplier clock;
    private final OperationQueue wanted = new OperationQueue();
    private final OperationQueue doubted = new OperationQueue();
    private final OperationQueue idle = new OperationQueue();
    private final Again again = new Again();

    /// @param clock the time that timers are in
    Cancels(SlotTable slots, Timers timers, LongSupplier clock) {
        this.slots = slots;
        this.timers = timers;
        this.clock = clock;
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

    private void doubt(@Nullable Operation target) {
        if (target != null && target.stage == Operation.Stage.IN_RING && target.queue == null) {
            doubted.add(target);
            if (!target.isCancelDoubted) {
                target.isCancelDoubted = true;
                again.delay = AGAIN_FIRST_NS;
                timers.cancel(again);
            }
            if (again.index == Timer.OUT) {
                timers.schedule(again, clock.getAsLong() + again.delay);
            }
        }
    }

    /// Asks again for what was not cancelled, now.
    void wantDoubted() {
        for (Operation each = doubted.poll(); each != null; each = doubted.poll()) {
            wanted.add(each);
        }
    }
}
