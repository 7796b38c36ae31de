package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.loud_failure_reports_followers",
        statement = "S055",
        says =
                "Members with IOSQE_CQE_SKIP_SUCCESS post their -ECANCELED when the member that "
                        + "failed has no such flag.",
        since = "5.17",
        source = "io_uring_enter(2), IOSQE_CQE_SKIP_SUCCESS",
        needs = "IORING_FEAT_CQE_SKIP")
final class LoudFailureReportsFollowersCheck {

    @OnRing
    void cancellation_is_a_failure_like_any_other(TestRing ring) {
        Chains.failing(ring, 1).flag(SqeFlag.IO_LINK);
        ring.nop(2).flag(SqeFlag.IO_LINK).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.nop(3).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.submit(3);
        ring.expect(cqe(1, Errno.ENOENT), cqe(2, Errno.ECANCELED), cqe(3, Errno.ECANCELED));
    }
}
