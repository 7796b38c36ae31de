package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "timeout.update_of_nothing_is_not_found",
        statement = "S065",
        says = "TIMEOUT_UPDATE of an unknown name is answered with -ENOENT.",
        since = "5.11",
        source = "io_uring_prep_timeout_update(3)",
        needs = "IORING_TIMEOUT_UPDATE")
final class UpdateOfNothingIsNotFoundCheck {

    @OnRing
    void an_unknown_name_gives_ENOENT(TestRing ring) {
        Timeouts.update(ring, 99, Timeouts.SHORT, 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.ENOENT));
    }
}
