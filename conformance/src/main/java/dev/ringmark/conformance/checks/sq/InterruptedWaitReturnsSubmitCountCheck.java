package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "sq.interrupted_wait_returns_submit_count",
        statement = "POLY-14",
        says =
                "A wait that is interrupted after its enter submitted something returns "
                        + "the number submitted, not -EINTR.",
        source = "io_uring_enter(2), ERRORS, EINTR")
final class InterruptedWaitReturnsSubmitCountCheck {

    @OnRing
    void one_submitted_is_one_returned_without_a_cqe(TestRing ring) {
        TestKernel.Pipe pipe = ring.testKernel().pipe();
        ring.read(pipe.readEnd(), ring.testKernel().memory(4), 1);
        int result = Interruption.of(ring, pipe, () -> ring.ring().submitAndWait(1));
        ring.evidence().result("submit_and_wait, interrupted", 1, result);
        ring.evidence().result("CQEs", 0, ring.collect());
        ring.testKernel().write(pipe.writeEnd(), new byte[4]);
        ring.expect(cqe(1, 4));
    }
}
