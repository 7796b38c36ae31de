package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.by_name_ends_target",
        statement = "S074",
        says =
                "A cancel by user data that finds its target is answered with 0, and the "
                        + "target ends with -ECANCELED.",
        since = "5.5",
        source = "io_uring_prep_cancel(3)")
final class ByNameEndsTargetCheck {

    @OnRing
    void the_target_is_cancelled(TestRing ring) {
        Targets.read(ring, 1);
        ring.submit(1);
        ring.expectNothing();
        ring.cancel(1, 2);
        ring.submit(1);
        ring.expect(cqe(2, 0), cqe(1, Errno.ECANCELED));
    }
}
