package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.TimeoutFlag;

@Check(
        id = "timeout.absolute_past_expires_at_once",
        statement = "S061",
        says = "An absolute timeout whose time has passed ends with -ETIME at once.",
        since = "5.5",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT")
final class AbsolutePastExpiresAtOnceCheck {

    @OnRing
    void the_first_nanosecond_of_the_clock_is_past(TestRing ring) {
        long before = ring.kernel().nanoTime();
        ring.timeout(ring.testKernel().timespec(0, 1), 0, 1).operationFlags(TimeoutFlag.ABS.bits());
        ring.submit(1);
        ring.expect(cqe(1, Errno.ETIME));
        long waited = ring.kernel().nanoTime() - before;
        Timeouts.endedAtOnce(ring.evidence(), waited);
    }
}
