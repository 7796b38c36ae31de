package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "sq.enter_takes_what_is_there",
        statement = "S019",
        says =
                "An enter asked to submit more than is published submits what is there, "
                        + "and says how many.",
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
final class EnterTakesWhatIsThereCheck {

    @OnRing
    void a_hundred_asked_for_are_the_three_there(TestRing ring) {
        ring.nop(1);
        ring.nop(2);
        ring.nop(3);
        Enters.publish(ring);
        ring.evidence().result("enter(to_submit 100)", 3, Enters.submit(ring, 100));
        ring.evidence().result("enter(to_submit 100)", 0, Enters.submit(ring, 100));
        ring.expect(cqe(1, 0), cqe(2, 0), cqe(3, 0));
    }
}
