package dev.ringmark.conformance.checks.timeout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.uapi.EnterFlag;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// Timed waits written by hand, as no ring would (io_uring_enter2(2), IORING_ENTER_EXT_ARG).
final class Waits {

    private static final long NANOS_PER_MICRO = 1_000;

    private Waits() {}

    /// A wait argument with a timeout and a minimum.
    static MemorySegment argument(TestRing ring, Duration timeout, Duration minimum) {
        MemorySegment argument = ring.testKernel().memory(WaitArgumentLayout.SIZE);
        long timespec = ring.testKernel().timespec(timeout).address();
        int microseconds = (int) (minimum.toNanos() / NANOS_PER_MICRO);
        argument.set(JAVA_LONG, WaitArgumentLayout.TS, timespec);
        argument.set(JAVA_INT, WaitArgumentLayout.MIN_WAIT_USEC, microseconds);
        return argument;
    }

    /// Waits for so many CQEs with such an argument.
    static int enter(TestRing ring, int minComplete, MemorySegment argument) {
        int flags = EnterFlag.GETEVENTS.bits() | EnterFlag.EXT_ARG.bits();
        return ring.ring().enter(0, minComplete, flags, argument, argument.byteSize());
    }
}
