package dev.ringmark.conformance.checks.links;

import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// The members that chains are made of in this family.
final class Chains {

    /// A time that no check lives to see the end of.
    static final Duration NEVER = Duration.ofHours(1);

    private static final long NOBODY = 0xdead_beefL;
    private static final int UNKNOWN_OPCODE = 0xff;
    private static final int POLLIN = 1;
    private static final int POLL_MS = 20;

    private Chains() {}

    /// A request that starts well and then fails with -ENOENT: a cancel of what is not there.
    ///
    /// Not a read from a bad fd, whose error came before the start up to 5.17.
    static Sqe failing(TestRing ring, long userData) {
        return ring.cancel(NOBODY, userData);
    }

    /// A request that can't even be prepared: its opcode does not exist, -EINVAL.
    static Sqe unpreparable(TestRing ring, long userData) {
        return ring.sqe().prepare(UNKNOWN_OPCODE, -1, 0, 0, 0).userData(userData);
    }

    /// A timeout of the member before it; the timespec must live until it was submitted.
    static Sqe linkTimeout(TestRing ring, Duration duration, long userData) {
        MemorySegment timespec = ring.testKernel().timespec(duration);
        return ring.sqe(Opcode.LINK_TIMEOUT, -1, timespec.address(), 1, 0).userData(userData);
    }

    /// A write of one byte into a pipe: a member whose effect can be seen from outside.
    static Sqe write(TestRing ring, TestKernel.Pipe pipe, long userData) {
        MemorySegment one = ring.testKernel().memory(new byte[] {'x'});
        return ring.sqe(Opcode.WRITE, pipe.writeEnd(), one.address(), 1, 0).userData(userData);
    }

    /// A member that ends when somebody writes one byte into the pipe.
    static Sqe read(TestRing ring, TestKernel.Pipe pipe, long userData) {
        return ring.read(pipe.readEnd(), ring.testKernel().memory(1), userData);
    }

    /// Lets a [#read] end.
    static void release(TestRing ring, TestKernel.Pipe pipe) {
        ring.testKernel().write(pipe.writeEnd(), new byte[] {'x'});
    }

    /// The pipe must hold something, within the patience of a check.
    static void mustHoldSomething(TestRing ring, TestKernel.Pipe pipe) {
        int events = awaitSomething(ring, pipe, TestRing.PATIENCE);
        ring.evidence().result("poll of the pipe", POLLIN, events);
    }

    /// Nothing may come into the pipe for that long.
    static void mustStayEmpty(TestRing ring, TestKernel.Pipe pipe, Duration howLong) {
        int events = awaitSomething(ring, pipe, howLong);
        ring.evidence().result("poll of the pipe for " + howLong.toMillis() + " ms", 0, events);
    }

    /// The pipe must be empty.
    static void mustBeEmpty(TestRing ring, TestKernel.Pipe pipe) {
        mustStayEmpty(ring, pipe, Duration.ZERO);
    }

    /// Waits for something in the pipe and lets the kernel run its task work meanwhile: nobody
    /// promises that a request starts while it is submitted.
    ///
    /// @return the events of a poll(2)
    private static int awaitSomething(TestRing ring, TestKernel.Pipe pipe, Duration patience) {
        long deadline = ring.kernel().nanoTime() + patience.toNanos();
        while (true) {
            int events = ring.testKernel().calls().poll(pipe.readEnd(), POLLIN, 0);
            if (events != 0 || ring.kernel().nanoTime() >= deadline) {
                return events;
            }
            flush(ring);
            ring.testKernel().calls().poll(pipe.readEnd(), POLLIN, POLL_MS);
        }
    }

    /// Nothing may have completed, as far as can be seen now and without a NOP, which a drain
    /// would hold up.
    static void nothingCompleted(TestRing ring) {
        flush(ring);
        int completed = ring.collect();
        ring.evidence().holds("no CQE yet", completed == 0, completed + " CQEs");
    }

    private static void flush(TestRing ring) {
        int result = ring.ring().flush();
        if (result < 0) {
            throw new CheckFailed("enter(GETEVENTS) returned " + Errno.describe(result));
        }
    }
}
