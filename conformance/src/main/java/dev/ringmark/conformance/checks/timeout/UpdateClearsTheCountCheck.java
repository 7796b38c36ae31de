package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "timeout.update_clears_the_count",
        statement = "S065",
        says =
                "TIMEOUT_UPDATE makes a counting timeout a pure timer: completions no "
                        + "longer end it.",
        since = "5.11",
        source = "io_uring/timeout.c; io_uring_prep_timeout_update(3)",
        needs = "IORING_TIMEOUT_UPDATE")
final class UpdateClearsTheCountCheck {

    @OnRing
    void nops_no_longer_count(TestRing ring) {
        Timeouts.relative(ring, Timeouts.NEVER, 3, 1);
        ring.submit(1);
        Timeouts.update(ring, 1, Timeouts.NEVER, 2);
        ring.submit(1);
        ring.expect(cqe(2, 0));
        for (int count = 0; count < 4; count++) {
            ring.nop(3);
            ring.submit(1);
            ring.expect(cqe(3, 0));
        }
        ring.expectNothing();
        Timeouts.remove(ring, 1, 4);
        ring.submit(1);
        ring.expect(cqe(4, 0), cqe(1, Errno.ECANCELED));
    }
}
