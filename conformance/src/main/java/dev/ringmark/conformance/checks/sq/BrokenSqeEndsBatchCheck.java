package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "sq.broken_sqe_ends_batch",
        statement = "S022",
        says =
                "An SQE refused in preparation gets a CQE with its errno, counts as "
                        + "submitted and ends the batch; the rest waits for the next enter.",
        source = "io_uring_enter(2)",
        // With SUBMIT_ALL and SQPOLL the batch goes on: other checks.
        modes = {
            RingMode.PLAIN,
            RingMode.SINGLE_ISSUER,
            RingMode.DEFER_TASKRUN,
            RingMode.COOP_TASKRUN,
            RingMode.NO_SQARRAY,
            RingMode.CQE32
        })
final class BrokenSqeEndsBatchCheck {

    @OnRing
    void the_first_of_three_leaves_two(TestRing ring) {
        for (BrokenSqe kind : BrokenSqe.values()) {
            if (!kind.isRefusedInPreparation(ring.ring())) {
                continue;
            }
            kind.prepare(ring, 1);
            ring.nop(2);
            ring.nop(3);
            ring.submit(1);
            ring.evidence().result("SQEs left", 2, ring.ring().pending());
            ring.submit(2);
            ring.expect(cqe(1, Errno.EINVAL), cqe(2, 0), cqe(3, 0));
        }
    }
}
