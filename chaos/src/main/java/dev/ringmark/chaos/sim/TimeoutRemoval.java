package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.util.List;

/// TIMEOUT_REMOVE: ends a timeout by its user data, or gives it another time.
final class TimeoutRemoval implements Operation {

    private static final int CLOCKS = TimeoutFlag.BOOTTIME.bits() | TimeoutFlag.REALTIME.bits();

    @Override
    public boolean needsFile() {
        return false;
    }

    @Override
    public int prepare(Request request) {
        if (request.bufferIndex != 0 || request.length != 0 || request.fileIndex != 0) {
            return Errno.EINVAL.negative();
        }
        int updates = TimeoutFlag.UPDATE.bits() | TimeoutFlag.LINK_TIMEOUT_UPDATE.bits();
        if ((request.operationFlags & updates) == 0) {
            return request.operationFlags == 0 ? 0 : Errno.EINVAL.negative();
        }
        int known = updates | CLOCKS | TimeoutFlag.ABS.bits();
        if ((request.operationFlags & ~known) != 0 || (request.operationFlags & CLOCKS) == CLOCKS) {
            return Errno.EINVAL.negative();
        }
        if (!request.ring.kernel().isMapped(request.offset, Timespecs.SIZE)) {
            return Errno.EFAULT.negative();
        }
        long nanoseconds = Timespecs.read(request.offset);
        request.state = new TimeoutOperation.Timing(nanoseconds);
        return nanoseconds < 0 ? Errno.EINVAL.negative() : 0;
    }

    @Override
    public Step issue(Request request) {
        boolean ofLink = request.hasOption(TimeoutFlag.LINK_TIMEOUT_UPDATE.bits());
        int opcode = ofLink ? Opcode.LINK_TIMEOUT.bits() : Opcode.TIMEOUT.bits();
        for (Request one : List.copyOf(request.ring.lifecycle().inFlight())) {
            if (one.opcode == opcode && one.userData == request.address) {
                return request.done(apply(request, one));
            }
        }
        return request.done(Errno.ENOENT.negative());
    }

    private static int apply(Request request, Request found) {
        Event timer = found.timer;
        if (timer == null || timer.isOff()) {
            return Errno.EALREADY.negative(); // it is just firing
        }
        if (request.state instanceof TimeoutOperation.Timing timing) {
            if (found.opcode == Opcode.LINK_TIMEOUT.bits()) {
                LinkTimeout.restart(found, request.operationFlags, timing.nanoseconds);
            } else {
                TimeoutOperation.restart(found, request.operationFlags, timing.nanoseconds);
            }
        } else {
            Cancellation.end(found);
        }
        return 0;
    }
}
