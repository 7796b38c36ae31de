package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "timeout.update_gives_new_time",
        statement = "S065",
        says = "TIMEOUT_UPDATE is answered with 0 and the timeout ends at its new time.",
        since = "5.11",
        source = "io_uring_prep_timeout_update(3)",
        needs = "IORING_TIMEOUT_UPDATE")
final class UpdateGivesNewTimeCheck {

    @OnRing
    void a_timeout_of_an_hour_ends_soon(TestRing ring) {
        Timeouts.relative(ring, Timeouts.NEVER, 0, 1);
        ring.submit(1);
        long before = ring.kernel().nanoTime();
        Timeouts.update(ring, 1, Timeouts.SHORT, 2);
        ring.submit(1);
        ring.expect(cqe(2, 0), cqe(1, Errno.ETIME));
        long waited = ring.kernel().nanoTime() - before;
        Timeouts.lastedAtLeast(ring.evidence(), Timeouts.SHORT, waited);
    }
}
