package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "sq.interrupted_wait_returns_eintr",
        statement = "POLY-14",
        says =
                "A wait that is interrupted and submitted nothing returns -EINTR; what "
                        + "was in flight goes on.",
        source = "io_uring_enter(2), ERRORS, EINTR")
final class InterruptedWaitReturnsEintrCheck {

    @OnRing
    void nothing_submitted_is_EINTR(TestRing ring) {
        TestKernel.Pipe pipe = ring.testKernel().pipe();
        ring.read(pipe.readEnd(), ring.testKernel().memory(4), 1);
        ring.submit(1);
        int result = Interruption.of(ring, pipe, () -> ring.ring().submitAndWait(1));
        ring.evidence().result("wait, interrupted", Errno.EINTR, result);
        ring.evidence().result("CQEs", 0, ring.collect());
        ring.testKernel().write(pipe.writeEnd(), new byte[4]);
        ring.expect(cqe(1, 4));
    }
}
