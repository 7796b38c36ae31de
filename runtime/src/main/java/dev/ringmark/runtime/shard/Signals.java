package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Sqe;
import org.jspecify.annotations.Nullable;

/// Wake-ups of other drivers that this one's ring sends along with its next batch (MSG_RING).
final class Signals {

    /// How many are under way at once; beyond them each costs a system call.
    static final int AT_ONCE = 4;

    /// One message to a driver that sleeps.
    final class Request extends Control {

        private @Nullable WakeSource target;
        private @Nullable MessageBell bell;

        Request() {
            super(UserData.Kind.SIGNAL);
        }

        @Override
        protected void prepare(Sqe sqe) {
            if (bell == null) {
                throw new IllegalStateException("a message without a target");
            }
            bell.prepare(sqe);
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            arrived(result >= 0);
        }

        @Override
        protected void abandoned(EndReason reason) {
            arrived(false);
        }

        @Override
        protected void released() {
            idle.add(this);
        }

        private void arrived(boolean isHeard) {
            WakeSource source = target;
            target = null;
            bell = null;
            if (source != null) {
                source.rung(isHeard);
            }
        }
    }

    private final OperationQueue idle = new OperationQueue();

    Signals() {
        for (int at = 0; at < AT_ONCE; at++) {
            idle.add(new Request());
        }
    }

    /// A message to a driver that was found asleep; null when all are under way.
    @Nullable Request to(WakeSource target, MessageBell bell) {
        if (!(idle.poll() instanceof Request request)) {
            return null;
        }
        request.target = target;
        request.bell = bell;
        return request;
    }
}
