package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.TimeoutFlag;

/// TIMEOUT: by time, by a count of completions, once or again and again.
final class TimeoutOperation implements Operation {

    /// What was read from the timespec at consumption: it may change afterwards (K24).
    static final class Timing {
        final long nanoseconds;
        long shotsLeft;

        Timing(long nanoseconds) {
            this.nanoseconds = nanoseconds;
        }
    }

    private static final int CLOCKS = TimeoutFlag.BOOTTIME.bits() | TimeoutFlag.REALTIME.bits();

    @Override
    public boolean needsFile() {
        return false;
    }

    @Override
    public int prepare(Request request) {
        int error = prepareTiming(request);
        boolean repeats = request.hasOption(TimeoutFlag.MULTISHOT.bits());
        if (error == 0 && repeats && request.hasOption(TimeoutFlag.ABS.bits())) {
            return Errno.EINVAL.negative();
        }
        if (error == 0 && request.state instanceof Timing timing) {
            timing.shotsLeft = request.offset & 0xffff_ffffL;
            request.isMultishot = repeats;
        }
        return error;
    }

    /// What TIMEOUT and LINK_TIMEOUT have in common.
    static int prepareTiming(Request request) {
        if (request.bufferIndex != 0 || request.length != 1 || request.fileIndex != 0) {
            return Errno.EINVAL.negative();
        }
        int known = 0;
        for (TimeoutFlag flag : TimeoutFlag.values()) {
            boolean isHere =
                    flag != TimeoutFlag.UPDATE
                            && flag != TimeoutFlag.LINK_TIMEOUT_UPDATE
                            && request.ring.kernel().profile().has(flag);
            known |= isHere ? flag.bits() : 0;
        }
        if ((request.operationFlags & ~known) != 0 || (request.operationFlags & CLOCKS) == CLOCKS) {
            return Errno.EINVAL.negative();
        }
        long nanoseconds;
        if (request.hasOption(TimeoutFlag.IMMEDIATE_ARG.bits())) {
            nanoseconds = request.address;
        } else if (!request.ring.kernel().isMapped(request.address, Timespecs.SIZE)) {
            return Errno.EFAULT.negative();
        } else {
            nanoseconds = Timespecs.read(request.address);
        }
        request.state = new Timing(nanoseconds);
        return nanoseconds < 0 ? Errno.EINVAL.negative() : 0;
    }

    @Override
    public Step issue(Request request) {
        Timing timing = timingOf(request);
        start(request, deadline(request, request.operationFlags, timing.nanoseconds));
        if (!request.isMultishot && timing.shotsLeft > 0) {
            request.ring.timeouts().add(request, timing.shotsLeft);
        }
        return Step.ARMED;
    }

    /// Gives a timeout another time; it no longer counts completions.
    static void restart(Request request, int flags, long nanoseconds) {
        request.ring.timeouts().remove(request);
        Event before = request.timer;
        if (before != null) {
            before.cancel();
        }
        Timing timing = new Timing(nanoseconds);
        timing.shotsLeft = request.isMultishot ? timingOf(request).shotsLeft : 0;
        request.state = timing;
        start(request, deadline(request, flags, nanoseconds));
    }

    /// When a time is over, on CLOCK_MONOTONIC.
    static long deadline(Request request, int flags, long nanoseconds) {
        long now = request.ring.kernel().heap().now();
        if ((flags & TimeoutFlag.ABS.bits()) == 0) {
            return Timespecs.after(now, nanoseconds);
        }
        int clock = Clocks.MONOTONIC;
        if ((flags & TimeoutFlag.REALTIME.bits()) != 0) {
            clock = Clocks.REALTIME;
        } else if ((flags & TimeoutFlag.BOOTTIME.bits()) != 0) {
            clock = Clocks.BOOTTIME;
        }
        return Clocks.toMonotonic(clock, nanoseconds);
    }

    static Timing timingOf(Request request) {
        if (!(request.state instanceof Timing timing)) {
            throw new IllegalStateException("no timeout: opcode " + request.opcode);
        }
        return timing;
    }

    private static void start(Request request, long deadline) {
        request.timer = request.ring.kernel().heap().at(deadline, () -> expire(request));
    }

    private static void expire(Request request) {
        request.ring.later(request, () -> fire(request));
    }

    private static void fire(Request request) {
        if (request.phase == Request.Phase.DONE) {
            return;
        }
        SimRing ring = request.ring;
        Timing timing = timingOf(request);
        if (request.isMultishot && timing.shotsLeft != 1) {
            if (ring.lifecycle().postShot(request, Errno.ETIME.negative(), CqeFlag.MORE.bits())) {
                ring.timeouts().hasFired();
                timing.shotsLeft -= timing.shotsLeft > 0 ? 1 : 0;
                long now = ring.kernel().heap().now();
                start(request, Timespecs.after(now, Math.max(1, timing.nanoseconds)));
                return;
            }
        }
        ring.timeouts().remove(request);
        ring.timeouts().hasFired();
        request.result = Errno.ETIME.negative();
        if (!request.hasOption(TimeoutFlag.ETIME_SUCCESS.bits())) {
            request.fail();
        }
        ring.lifecycle().complete(request);
    }

    @Override
    public void cancelled(Request request) {
        request.ring.timeouts().remove(request);
    }
}
