package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.TimeoutFlag;

@Check(
        id = "timeout.two_clocks_are_refused",
        statement = "S061",
        says = "A timeout that names two clocks is refused with -EINVAL.",
        since = "5.15",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT",
        needs = {"IORING_TIMEOUT_REALTIME", "IORING_TIMEOUT_BOOTTIME"})
final class TwoClocksAreRefusedCheck {

    @OnRing
    void realtime_and_boottime_give_EINVAL(TestRing ring) {
        Timeouts.relative(ring, Timeouts.SHORT, 0, 1)
                .operationFlags(TimeoutFlag.REALTIME.bits() | TimeoutFlag.BOOTTIME.bits());
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
    }
}
