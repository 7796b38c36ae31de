package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.silent_failure_silences_followers",
        statement = "S055",
        says =
                "A member with IOSQE_CQE_SKIP_SUCCESS that fails posts the only CQE of its chain: "
                        + "those cancelled behind it post none.",
        since = "5.17",
        source = "io_uring_enter(2), IOSQE_CQE_SKIP_SUCCESS",
        needs = "IORING_FEAT_CQE_SKIP")
final class SilentFailureSilencesFollowersCheck {

    @OnRing
    void members_behind_it_post_nothing(TestRing ring) {
        TestKernel.Pipe effect = ring.testKernel().pipe();
        Chains.failing(ring, 1).flag(SqeFlag.IO_LINK).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.nop(2).flag(SqeFlag.IO_LINK).flag(SqeFlag.CQE_SKIP_SUCCESS);
        Chains.write(ring, effect, 3);
        ring.submit(3);
        ring.expect(cqe(1, Errno.ENOENT));
        ring.expectNothing();
        Chains.mustBeEmpty(ring, effect);
    }
}
