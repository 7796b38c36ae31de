package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "timeout.cancel_by_name_ends_it",
        statement = "S066",
        says =
                "ASYNC_CANCEL by name ends a timeout as TIMEOUT_REMOVE does: 0, and "
                        + "-ECANCELED.",
        since = "5.5",
        source = "io_uring_prep_cancel(3)")
final class CancelByNameEndsItCheck {

    @OnRing
    void the_timeout_is_cancelled(TestRing ring) {
        Timeouts.relative(ring, Timeouts.NEVER, 0, 1);
        ring.submit(1);
        ring.cancel(1, 2);
        ring.submit(1);
        ring.expect(cqe(2, 0), cqe(1, Errno.ECANCELED));
    }
}
