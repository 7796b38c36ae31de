package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// POLL_REMOVE: ends a poll by its user data, or gives it other events or another name.
final class PollRemoval implements Operation {

    @Override
    public boolean needsFile() {
        return false;
    }

    @Override
    public int prepare(Request request) {
        int events = PollFlag.UPDATE_EVENTS.bits();
        int name = PollFlag.UPDATE_USER_DATA.bits();
        int known = events | name | PollFlag.ADD_MULTI.bits();
        boolean updates = (request.length & (events | name)) != 0;
        boolean hasName = (request.length & name) != 0;
        boolean hasEvents = (request.length & events) != 0;
        if (request.bufferIndex != 0
                || request.fileIndex != 0
                || (request.length & ~known) != 0
                || (!updates && request.length != 0)
                || (!hasName && request.offset != 0)
                || (!hasEvents && request.operationFlags != 0)) {
            return Errno.EINVAL.negative();
        }
        return 0;
    }

    @Override
    public Step issue(Request request) {
        Request found = find(request);
        if (found == null) {
            return request.done(Errno.ENOENT.negative());
        }
        if (found.phase != Request.Phase.WAITING) {
            return request.done(Errno.EALREADY.negative());
        }
        boolean hasEvents = (request.length & PollFlag.UPDATE_EVENTS.bits()) != 0;
        boolean hasName = (request.length & PollFlag.UPDATE_USER_DATA.bits()) != 0;
        if (!hasEvents && !hasName) {
            Cancellation.end(found);
        }
        if (hasName) {
            found.userData = request.offset;
        }
        if (hasEvents) {
            found.isMultishot = (request.length & PollFlag.ADD_MULTI.bits()) != 0;
            PollOperation.update(found, request.operationFlags);
        }
        return request.done(0);
    }

    private static @Nullable Request find(Request request) {
        for (Request one : List.copyOf(request.ring.lifecycle().inFlight())) {
            if (one.opcode == Opcode.POLL_ADD.bits() && one.userData == request.address) {
                return one;
            }
        }
        return null;
    }
}
