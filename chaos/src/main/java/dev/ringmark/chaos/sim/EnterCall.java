package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

/// io_uring_enter2(2).
final class EnterCall {

    private final SimulatedKernel kernel;

    EnterCall(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    /// Runs the call.
    ///
    /// @return how many SQEs were consumed, or `-errno`
    int run(int fd, int toSubmit, int minComplete, int flags, long argument, long argumentSize) {
        if ((flags & ~kernel.profile().enterFlags()) != 0) {
            return Errno.EINVAL.negative();
        }
        SimFile file;
        if (has(flags, EnterFlag.REGISTERED_RING)) {
            if (!RingFds.isSlot(kernel, fd)) {
                return Errno.EINVAL.negative();
            }
            file = RingFds.get(kernel, fd);
        } else {
            file = kernel.fds().get(fd);
        }
        if (file == null) {
            return Errno.EBADF.negative();
        }
        if (!(file instanceof SimRing ring)) {
            return Errno.EOPNOTSUPP.negative();
        }
        if (ring.isDisabled()) {
            return Errno.EBADFD.negative();
        }
        int fault = kernel.interference().enter(toSubmit, minComplete, flags);
        if (fault != 0) {
            return fault;
        }
        ring.retain(); // somebody may close it while this one waits
        try {
            int result = run(ring, toSubmit, minComplete, flags, argument, argumentSize);
            return kernel.interference().answer(result);
        } finally {
            if (!ring.has(SetupFlag.DEFER_TASKRUN) && !ring.has(SetupFlag.SQPOLL)) {
                ring.taskWork().run();
            }
            ring.release();
        }
    }

    private int run(
            SimRing ring,
            int toSubmit,
            int minComplete,
            int flags,
            long argument,
            long argumentSize) {
        int result = 0;
        SqThread thread = ring.sqThread();
        if (thread != null) {
            if (has(flags, EnterFlag.SQ_WAKEUP)) {
                thread.wakeUp();
            }
            if (has(flags, EnterFlag.SQ_WAIT)) {
                awaitRoom(ring);
            }
            result = toSubmit;
        } else if (toSubmit != 0) {
            if (ring.isForeign()) {
                return Errno.EEXIST.negative();
            }
            if (toSubmit != ring.sq().available()) {
                kernel.outside().miscounted();
            }
            if (kernel.is(Switch.OVERFLOW_GATES_SUBMIT)) {
                ring.cq().flush();
                if (ring.cq().keptCount() > 0) {
                    return Errno.EBUSY.negative();
                }
            }
            result = ring.submission().submit(toSubmit);
            if (result != toSubmit) {
                return result;
            }
        }
        if (has(flags, EnterFlag.GETEVENTS)) {
            Wait wait = new Wait(kernel, ring);
            int error = wait.read(flags, argument, argumentSize);
            int waited = error != 0 ? error : wait.forEvents(minComplete);
            if (result > 0) {
                return result; // which hides how the wait has ended
            }
            if (waited == Errno.EBADR.negative()) {
                ring.cq().dropWasTold(); // io_uring/io_uring.c, io_uring_enter(), 5.19 to 6.18
            }
            return waited;
        }
        return result;
    }

    private void awaitRoom(SimRing ring) {
        while (ring.sq().available() == ring.shape().sqEntries()) {
            kernel.waitForEvent(Long.MAX_VALUE, "enter(SQ_WAIT) waits for room in the SQ");
        }
    }

    static boolean has(int flags, EnterFlag flag) {
        return (flags & flag.bits()) != 0;
    }
}
