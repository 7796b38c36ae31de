package dev.ringmark.conformance.checks.timeout;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.ClockLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

@Check(
        id = "timeout.wait_clock",
        statement = "S072",
        says =
                "REGISTER_CLOCK takes CLOCK_MONOTONIC and CLOCK_BOOTTIME for waits, and "
                        + "refuses CLOCK_REALTIME with -EINVAL.",
        since = "6.12",
        source = "io_uring_register(2), IORING_REGISTER_CLOCK",
        needs = "IORING_REGISTER_CLOCK")
final class WaitClockCheck {

    @OnRing
    void two_clocks_are_taken_and_one_is_not(TestRing ring) {
        ring.evidence().result("clock REALTIME", Errno.EINVAL, clock(ring, 0));
        ring.evidence().result("clock BOOTTIME", 0, clock(ring, Timeouts.CLOCK_BOOTTIME));
        ring.evidence().result("clock MONOTONIC", 0, clock(ring, Timeouts.CLOCK_MONOTONIC));
    }

    private static int clock(TestRing ring, int clockId) {
        MemorySegment argument = ring.testKernel().memory(ClockLayout.SIZE);
        argument.set(ValueLayout.JAVA_INT, ClockLayout.CLOCKID, clockId);
        return ring.register(RegisterOp.CLOCK, argument, 0);
    }
}
