package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.TimeoutFlag;

@Check(
        id = "timeout.absolute_on_monotonic",
        statement = "S061",
        says =
                "An absolute timeout on CLOCK_MONOTONIC, the default clock, ends with "
                        + "-ETIME when that clock says so, not before.",
        since = "5.5",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT",
        needs = "IORING_TIMEOUT_ABS")
final class AbsoluteOnMonotonicCheck {

    @OnRing
    void ends_with_ETIME_and_not_early(TestRing ring) {
        long before = ring.kernel().nanoTime();
        Timeouts.absolute(ring, Timeouts.CLOCK_MONOTONIC, Timeouts.SHORT, 1)
                .operationFlags(TimeoutFlag.ABS.bits());
        ring.submit(1);
        ring.expect(cqe(1, Errno.ETIME));
        long waited = ring.kernel().nanoTime() - before;
        Timeouts.lastedAtLeast(ring.evidence(), Timeouts.SHORT, waited);
    }
}
