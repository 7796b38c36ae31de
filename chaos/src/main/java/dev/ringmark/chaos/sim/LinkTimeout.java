package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import org.jspecify.annotations.Nullable;

/// LINK_TIMEOUT: watches the member before it in its chain. It is never issued: it is armed when
/// its target did not end at once, and ended when its target ends.
final class LinkTimeout implements Operation {

    @Override
    public boolean needsFile() {
        return false;
    }

    /// @param before the last member of the open chain, or null
    static int prepare(Request request, @Nullable Request before) {
        int error = TimeoutOperation.prepareTiming(request);
        boolean hasTarget = before != null && before.opcode != Opcode.LINK_TIMEOUT.bits();
        return error != 0 || hasTarget ? error : Errno.EINVAL.negative();
    }

    @Override
    public Step issue(Request request) {
        throw new IllegalStateException("a link timeout is not issued");
    }

    /// Its target waits: the time runs.
    static void arm(Request request, Request target) {
        long nanoseconds = TimeoutOperation.timingOf(request).nanoseconds;
        long deadline = TimeoutOperation.deadline(request, request.operationFlags, nanoseconds);
        start(request, target, deadline);
    }

    /// Gives it another time.
    static void restart(Request request, int flags, long nanoseconds) {
        Request target = targetOf(request);
        Event before = request.timer;
        if (before != null) {
            before.cancel();
        }
        if (target != null) {
            start(request, target, TimeoutOperation.deadline(request, flags, nanoseconds));
        }
    }

    private static void start(Request request, Request target, long deadline) {
        request.timer =
                request.ring
                        .kernel()
                        .heap()
                        .at(
                                deadline,
                                () -> request.ring.later(request, () -> fire(request, target)));
    }

    private static void fire(Request request, Request target) {
        if (request.phase == Request.Phase.DONE) {
            return;
        }
        target.watchdog = null;
        boolean ended = target.phase != Request.Phase.DONE && Cancellation.end(target) >= 0;
        request.result = ended ? Errno.ETIME.negative() : Errno.ENOENT.negative();
        request.ring.lifecycle().complete(request);
    }

    private static @Nullable Request targetOf(Request request) {
        for (Request one : request.ring.lifecycle().inFlight()) {
            if (one.watchdog == request) {
                return one;
            }
        }
        return null;
    }
}
