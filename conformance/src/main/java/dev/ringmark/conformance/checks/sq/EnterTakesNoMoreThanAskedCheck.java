package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "sq.enter_takes_no_more_than_asked",
        statement = "S019",
        says =
                "An enter asked to submit fewer than are published leaves the rest for "
                        + "the next one.",
        source = "io_uring_enter(2)",
        // With SQPOLL the thread consumes what is published, whatever enter is asked for.
        modes = {
            RingMode.PLAIN,
            RingMode.SINGLE_ISSUER,
            RingMode.DEFER_TASKRUN,
            RingMode.COOP_TASKRUN,
            RingMode.NO_SQARRAY,
            RingMode.SUBMIT_ALL,
            RingMode.CQE32
        })
final class EnterTakesNoMoreThanAskedCheck {

    @OnRing
    void two_of_three_leave_one(TestRing ring) {
        ring.nop(1);
        ring.nop(2);
        ring.nop(3);
        Enters.publish(ring);
        ring.evidence().result("enter(to_submit 2)", 2, Enters.submit(ring, 2));
        ring.evidence().result("SQEs left", 1, ring.ring().pending());
        ring.expect(cqe(1, 0), cqe(2, 0));
        ring.evidence().result("enter(to_submit 1)", 1, Enters.submit(ring, 1));
        ring.expect(cqe(3, 0));
    }
}
