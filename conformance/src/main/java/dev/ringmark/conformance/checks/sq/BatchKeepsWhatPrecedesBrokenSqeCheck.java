package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "sq.batch_keeps_what_precedes_broken_sqe",
        statement = "S022",
        says = "SQEs before one that is refused in preparation are submitted and run.",
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
final class BatchKeepsWhatPrecedesBrokenSqeCheck {

    @OnRing
    void the_second_of_three_leaves_one(TestRing ring) {
        for (BrokenSqe kind : BrokenSqe.values()) {
            if (!kind.isRefusedInPreparation(ring.ring())) {
                continue;
            }
            ring.nop(1);
            kind.prepare(ring, 2);
            ring.nop(3);
            ring.submit(2);
            ring.evidence().result("SQEs left", 1, ring.ring().pending());
            ring.submit(1);
            ring.expect(cqe(1, 0), cqe(2, Errno.EINVAL), cqe(3, 0));
        }
    }
}
