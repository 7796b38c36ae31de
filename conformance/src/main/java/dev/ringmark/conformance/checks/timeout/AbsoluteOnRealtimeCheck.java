package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.TimeoutFlag;

@Check(
        id = "timeout.absolute_on_realtime",
        statement = "S061",
        says =
                "An absolute timeout on CLOCK_REALTIME ends with -ETIME when that clock "
                        + "says so, not before.",
        since = "5.15",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT",
        needs = "IORING_TIMEOUT_REALTIME")
final class AbsoluteOnRealtimeCheck {

    @OnRing
    void ends_with_ETIME_and_not_early(TestRing ring) {
        long before = ring.kernel().nanoTime();
        Timeouts.absolute(ring, Timeouts.CLOCK_REALTIME, Timeouts.SHORT, 1)
                .operationFlags(TimeoutFlag.ABS.bits() | TimeoutFlag.REALTIME.bits());
        ring.submit(1);
        ring.expect(cqe(1, Errno.ETIME));
        long waited = ring.kernel().nanoTime() - before;
        Timeouts.lastedAtLeast(ring.evidence(), Timeouts.SHORT, waited);
    }
}
