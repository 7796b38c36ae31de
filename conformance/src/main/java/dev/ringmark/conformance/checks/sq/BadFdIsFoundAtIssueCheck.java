package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;

@Check(
        id = "sq.bad_fd_is_found_at_issue",
        statement = "S024",
        says =
                "A bad fd is found when its request is issued, so that the batch goes on; "
                        + "before FEAT_LINKED_FILE in preparation, so that it ends there.",
        source = "io_uring_enter(2); io_uring_setup(2), IORING_FEAT_LINKED_FILE",
        // With SUBMIT_ALL and SQPOLL the batch goes on in any case.
        modes = {
            RingMode.PLAIN,
            RingMode.SINGLE_ISSUER,
            RingMode.DEFER_TASKRUN,
            RingMode.COOP_TASKRUN,
            RingMode.NO_SQARRAY,
            RingMode.CQE32
        })
final class BadFdIsFoundAtIssueCheck {

    @OnRing
    void a_nop_behind_a_bad_fd_is_submitted_with_it(TestRing ring) {
        boolean atIssue = ring.ring().has(FeatureBit.LINKED_FILE);
        ring.read(999_999, ring.testKernel().memory(8), 1);
        ring.nop(2);
        if (atIssue) {
            ring.submit(2);
        } else {
            ring.submit(1);
            ring.submit(1);
        }
        ring.expect(cqe(1, Errno.EBADF), cqe(2, 0));
    }
}
