package dev.ringmark.conformance.checks.poll;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

/// How the poll requests of this family are written (io_uring_enter(2), IORING_OP_POLL_ADD).
final class Polls {

    /// Events of poll.h.
    static final int POLLIN = 0x1;

    static final int POLLOUT = 0x4;
    static final int POLLHUP = 0x10;

    private Polls() {}

    /// A one-shot poll.
    static Sqe add(TestRing ring, int fd, int events, long userData) {
        return add(ring, fd, 0, events, userData);
    }

    /// A poll that goes on.
    static Sqe addMultishot(TestRing ring, int fd, int events, long userData) {
        return add(ring, fd, PollFlag.ADD_MULTI.bits(), events, userData);
    }

    /// A poll with flags of [PollFlag], which stand in `len`.
    static Sqe add(TestRing ring, int fd, int flags, int events, long userData) {
        return ring.sqe(Opcode.POLL_ADD, fd, 0, flags, 0).operationFlags(events).userData(userData);
    }

    /// Removes a poll by name.
    static Sqe remove(TestRing ring, long target, long userData) {
        return ring.sqe(Opcode.POLL_REMOVE, -1, target, 0, 0).userData(userData);
    }

    /// Updates a poll: its events, its name, or both, as the flags say.
    static Sqe update(
            TestRing ring, long target, int flags, int events, long newName, long userData) {
        return ring.sqe(Opcode.POLL_REMOVE, -1, target, flags, newName)
                .operationFlags(events)
                .userData(userData);
    }

    /// Adds one to an eventfd.
    static void signal(TestRing ring, int eventFd) {
        MemorySegment one = ring.testKernel().memory(Long.BYTES);
        one.set(JAVA_LONG, 0, 1);
        int written = ring.kernel().calls().write(eventFd, one);
        if (written != Long.BYTES) {
            throw new IllegalStateException("write to eventfd: " + Errno.describe(written));
        }
    }

    static int registerEventFd(TestRing ring, int eventFd) {
        MemorySegment argument = ring.testKernel().memory(Integer.BYTES);
        argument.set(JAVA_INT, 0, eventFd);
        return ring.register(RegisterOp.EVENTFD, argument, 1);
    }

    static int unregisterEventFd(TestRing ring) {
        return ring.register(RegisterOp.UNREGISTER_EVENTFD, MemorySegment.NULL, 0);
    }

    /// Takes an eventfd's count, so that it is no longer ready.
    static void drain(TestRing ring, int eventFd) {
        int read = ring.kernel().calls().read(eventFd, ring.testKernel().memory(Long.BYTES));
        if (read != Long.BYTES) {
            throw new IllegalStateException("read of eventfd: " + Errno.describe(read));
        }
    }

    /// Removes a poll that may have ended by itself, and takes what it still reports.
    static void removeWhateverIsLeft(TestRing ring, long name, long removal) {
        remove(ring, name, removal);
        ring.submit(1);
        ring.evidence().expected("cqe " + removal + ": 0 or -ENOENT");
        Completion seen = ring.take();
        while (seen.userData() == name) {
            seen = ring.take();
        }
        boolean answered =
                seen.userData() == removal
                        && (seen.result() == 0 || seen.result() == Errno.ENOENT.negative());
        ring.evidence().holds("the removal is answered", answered, seen.toString());
        ring.roundTrip();
        while (ring.collect() > 0) {
            Completion left = ring.take();
            ring.evidence()
                    .holds("only the poll has CQEs", left.userData() == name, left.toString());
        }
    }
}
