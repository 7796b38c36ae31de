package dev.ringmark.runtime.task;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.uapi.CqeFlag;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A request whose answer goes to a future.
///
/// Its own completions run on the loop's thread: dependents that do more than a little belong on
/// an executor (`thenApplyAsync`).
final class FutureCall extends CompletableFuture<Integer> {

    private final class Wire extends Operation {

        private final RawRequest request;
        private int result;
        private @Nullable EndReason reason;
        private @Nullable RuntimeException fault;

        Wire(RawRequest request) {
            this.request = request;
        }

        void beUntold() {
            keepUntold();
        }

        @Override
        protected void prepare(Sqe sqe) {
            try {
                request.prepare(sqe);
            } catch (RuntimeException e) {
                fault = e;
                throw e;
            }
        }

        @Override
        protected void completed(int value, int flags, boolean isLast) {
            if ((flags & CqeFlag.NOTIF.bits()) == 0) {
                result = value;
            }
        }

        @Override
        protected void abandoned(EndReason why) {
            reason = why;
            if (why == EndReason.FAILED || why == EndReason.QUARANTINED) {
                completeExceptionally(Call.ended(why));
            }
        }

        @Override
        protected void released() {
            loop.turns.countTransient(-1);
            request.released();
            if (reason == null) {
                if (!complete(result) && result >= 0 && request.makesFile()) {
                    loop.closeFiles(result);
                }
            } else if (fault != null) {
                completeExceptionally(fault);
            } else {
                completeExceptionally(Call.ended(reason));
            }
        }

        @Override
        protected boolean makesFile() {
            return request.makesFile();
        }

        @Override
        public String toString() {
            return request.toString();
        }
    }

    private final Loop loop;
    private final Wire wire;

    /// @param isToldOf whether listeners hear of it
    FutureCall(Loop loop, RawRequest request, boolean isToldOf) {
        this.loop = loop;
        wire = new Wire(request);
        if (!isToldOf) {
            wire.beUntold();
        }
    }

    /// The loop's thread: puts it under way, unless it was cancelled first.
    void start() {
        if (isDone()) {
            wire.request.released();
            return;
        }
        Admission admission = loop.startBy(wire);
        if (!admission.isTaken()) {
            refuse(admission);
            return;
        }
        loop.turns.countTransient(1);
    }

    /// It was not taken.
    void refuse(Admission admission) {
        wire.request.released();
        completeExceptionally(Call.refused(admission));
    }

    /// Asks the kernel to end the operation, whose result the future still gets.
    void stop() {
        if (!isDone()) {
            loop.cancel(wire);
        }
    }

    /// Ends the future at once, and asks the kernel to end the operation.
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean isCancelled = super.cancel(mayInterruptIfRunning);
        if (isCancelled) {
            loop.cancel(wire);
        }
        return isCancelled;
    }
}
