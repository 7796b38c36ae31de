package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "timeout.relative_expires",
        statement = "S059",
        says = "A relative timeout with count 0 ends with -ETIME, and not before its time.",
        since = "5.4",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT")
final class RelativeExpiresCheck {

    @OnRing
    void ends_with_ETIME_and_not_early(TestRing ring) {
        long before = ring.kernel().nanoTime();
        Timeouts.relative(ring, Timeouts.SHORT, 0, 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.ETIME));
        long waited = ring.kernel().nanoTime() - before;
        Timeouts.lastedAtLeast(ring.evidence(), Timeouts.SHORT, waited);
    }
}
