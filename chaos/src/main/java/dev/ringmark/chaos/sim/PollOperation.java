package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.PollFlag;

/// POLL_ADD: once, or whenever something new is ready.
final class PollOperation implements Operation {

    /// What a poll waits for, which an update may change.
    static final class Mask {
        int events;

        Mask(int events) {
            this.events = events;
        }
    }

    @Override
    public int prepare(Request request) {
        boolean isKnown = request.ring.kernel().profile().has(PollFlag.ADD_MULTI);
        int known = isKnown ? PollFlag.ADD_MULTI.bits() : 0;
        if (request.ring.kernel().is(Switch.POLL_LEVEL)) {
            known |= PollFlag.ADD_LEVEL.bits();
        }
        if (request.bufferIndex != 0
                || request.offset != 0
                || request.address != 0
                || (request.length & ~known) != 0) {
            return Errno.EINVAL.negative();
        }
        request.isMultishot = (request.length & PollFlag.ADD_MULTI.bits()) != 0;
        request.state = new Mask(request.operationFlags);
        return 0;
    }

    @Override
    public Step issue(Request request) {
        SimFile file = request.file;
        if (file == null || !(request.state instanceof Mask mask)) {
            throw new IllegalStateException("a poll without a file");
        }
        int events = mask.events | PollEvents.ALWAYS;
        // A multishot poll is told what became ready when it did; what is read since is no matter.
        int seen = (request.isMultishot ? request.woken : 0) | (file.ready() & events);
        request.woken = 0;
        if (seen == 0) {
            return arm(request, events);
        }
        if (!request.isMultishot || request.isWokenByRing) {
            request.result = seen;
            return Step.DONE;
        }
        if (!request.ring.lifecycle().postShot(request, seen, CqeFlag.MORE.bits())) {
            request.result = seen;
            return Step.DONE;
        }
        return arm(request, events);
    }

    /// Gives it other events: it is told at once what of them is ready.
    static void update(Request request, int events) {
        request.state = new Mask(events);
        request.ring.lifecycle().issue(request);
    }

    private static Step arm(Request request, int events) {
        request.await(events);
        return Step.ARMED;
    }
}
