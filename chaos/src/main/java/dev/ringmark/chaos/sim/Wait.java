package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.RegisteredWaitLayout;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.SetupFlag;

/// One wait of an enter for CQEs, as long as its argument allows.
final class Wait {

    private static final long NANOS_PER_MICRO = 1_000;

    private final SimulatedKernel kernel;
    private final SimRing ring;
    private long deadline = Long.MAX_VALUE;
    private long leastUntil;

    Wait(SimulatedKernel kernel, SimRing ring) {
        this.kernel = kernel;
        this.ring = ring;
    }

    /// Reads the argument of the enter.
    ///
    /// @return 0 or `-errno`
    int read(int flags, long argument, long size) {
        if (EnterCall.has(flags, EnterFlag.EXT_ARG_REG)) {
            return readRegistered(flags, argument, size);
        }
        if (!EnterCall.has(flags, EnterFlag.EXT_ARG)) {
            return 0; // a sigset, or nothing
        }
        if (size != WaitArgumentLayout.SIZE) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(argument, size)) {
            return Errno.EFAULT.negative();
        }
        int leastMicros = UserMemory.getInt(argument + WaitArgumentLayout.MIN_WAIT_USEC);
        leastUntil = after(Integer.toUnsignedLong(leastMicros) * NANOS_PER_MICRO);
        long timespec = UserMemory.getLong(argument + WaitArgumentLayout.TS);
        return timespec == 0 ? 0 : readTimespec(timespec, flags);
    }

    /// Waits.
    ///
    /// @return 0 or `-errno`
    int forEvents(int minComplete) {
        if (ring.has(SetupFlag.DEFER_TASKRUN) && ring.isForeign()) {
            return Errno.EEXIST.negative();
        }
        int wanted = Math.min(minComplete, ring.shape().cqEntries());
        int fired = ring.timeouts().fired();
        int thread = kernel.threads().current();
        while (true) {
            if (!ring.has(SetupFlag.SQPOLL)) {
                ring.taskWork().run();
            }
            ring.cq().flush();
            if (ring.cq().hasDropped()) {
                return Errno.EBADR.negative();
            }
            int ready = ring.cq().ready();
            long now = kernel.heap().now();
            boolean isEnough =
                    ready >= wanted || (ready > 0 && leastUntil != 0 && now >= leastUntil);
            if (isEnough || ring.timeouts().fired() != fired) {
                return 0;
            }
            int fault = kernel.interference().waiting();
            if (fault == 0 && kernel.threads().takeSignal(thread)) {
                fault = Errno.EINTR.negative();
            }
            if (fault == 0 && now >= deadline) {
                fault = Errno.ETIME.negative();
            }
            if (fault != 0) {
                return ready > 0 ? 0 : fault;
            }
            boolean hasLeast = leastUntil > now && leastUntil < deadline;
            kernel.waitForEvent(
                    hasLeast ? leastUntil : deadline,
                    "enter waits for " + wanted + " CQEs, " + ready + " are there");
        }
    }

    private int readRegistered(int flags, long offset, long size) {
        if (!EnterCall.has(flags, EnterFlag.EXT_ARG) || size != RegisteredWaitLayout.SIZE) {
            return Errno.EINVAL.negative();
        }
        long at = ring.waitRegion().argument(offset);
        if (at == 0) {
            return Errno.EFAULT.negative();
        }
        int options = UserMemory.getInt(at + RegisteredWaitLayout.FLAGS);
        int timed = RegistrationOption.REG_WAIT_TS.bits();
        if ((options & ~timed) != 0) {
            return Errno.EINVAL.negative();
        }
        int leastMicros = UserMemory.getInt(at + RegisteredWaitLayout.MIN_WAIT_USEC);
        leastUntil = after(Integer.toUnsignedLong(leastMicros) * NANOS_PER_MICRO);
        return (options & timed) == 0 ? 0 : readTimespec(at + RegisteredWaitLayout.TV_SEC, flags);
    }

    private int readTimespec(long at, int flags) {
        if (!kernel.isMapped(at, Timespecs.SIZE)) {
            return Errno.EFAULT.negative();
        }
        long nanoseconds = Timespecs.read(at);
        if (nanoseconds < 0) {
            return Errno.EINVAL.negative();
        }
        deadline =
                EnterCall.has(flags, EnterFlag.ABS_TIMER)
                        ? Clocks.toMonotonic(ring.waitClock(), nanoseconds)
                        : Timespecs.after(kernel.heap().now(), nanoseconds);
        return 0;
    }

    private long after(long nanoseconds) {
        return nanoseconds == 0 ? 0 : kernel.heap().now() + nanoseconds;
    }
}
