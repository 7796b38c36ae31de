package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "timeout.negative_time_is_refused",
        statement = "S062",
        says = "A timespec with a negative part is refused with -EINVAL.",
        since = "5.4",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT")
final class NegativeTimeIsRefusedCheck {

    @OnRing
    void negative_seconds_and_nanoseconds_give_EINVAL(TestRing ring) {
        ring.timeout(ring.testKernel().timespec(-1, 0), 0, 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
        ring.timeout(ring.testKernel().timespec(0, -1), 0, 2);
        ring.submit(1);
        ring.expect(cqe(2, Errno.EINVAL));
    }
}
