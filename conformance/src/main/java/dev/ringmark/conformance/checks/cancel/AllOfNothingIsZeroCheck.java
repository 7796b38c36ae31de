package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CancelFlag;

@Check(
        id = "cancel.all_of_nothing_is_zero",
        statement = "S075",
        says = "CANCEL_ALL that matches nothing is answered with 0, not with -ENOENT.",
        since = "5.19",
        source = "io_uring_prep_cancel(3)",
        needs = "IORING_ASYNC_CANCEL_ALL")
final class AllOfNothingIsZeroCheck {

    @OnRing
    void nothing_matches(TestRing ring) {
        Targets.cancel(ring, 99, CancelFlag.ALL.bits(), 2);
        ring.submit(1);
        ring.expect(cqe(2, 0));
    }
}
