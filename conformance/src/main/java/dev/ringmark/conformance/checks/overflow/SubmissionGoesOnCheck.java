package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;

/// Not with SQPOLL, where no submitter is there to be told -EBUSY.
@Check(
        id = "overflow.submission_goes_on",
        statement = "S035",
        says =
                "SQEs are taken while completions are kept; kernels before 5.13 refuse them with "
                        + "-EBUSY until all are delivered.",
        since = "5.5",
        source = "io_uring_enter(2), ERRORS",
        modes = {
            RingMode.PLAIN,
            RingMode.SINGLE_ISSUER,
            RingMode.DEFER_TASKRUN,
            RingMode.COOP_TASKRUN,
            RingMode.NO_SQARRAY,
            RingMode.SUBMIT_ALL,
            RingMode.CQE32
        },
        needs = "IORING_FEAT_NODROP")
final class SubmissionGoesOnCheck {

    private static final long LATE = 100;

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void one_more_NOP_is_taken(TestRing ring) {
        FullCq.overflow(ring);
        ring.nop(LATE);
        // RSRC_TAGS came with 5.13, the release that stopped refusing.
        if (ring.ring().has(FeatureBit.RSRC_TAGS)) {
            ring.submit(1);
            ring.expect(FullCq.nops(1, 2 * FullCq.ENTRIES));
        } else {
            int result = ring.submit();
            ring.evidence()
                    .holds(
                            "submit = 1 or -EBUSY",
                            result == 1 || result == Errno.EBUSY.negative(),
                            Errno.describe(result));
            if (result < 0) {
                ring.evidence().variant("SQEs are refused while completions are kept");
            }
            // The refused SQE stays published: the enter that fetches what was kept submits it.
            ring.expect(FullCq.nops(1, 2 * FullCq.ENTRIES));
        }
        ring.expect(cqe(LATE, 0));
    }
}
