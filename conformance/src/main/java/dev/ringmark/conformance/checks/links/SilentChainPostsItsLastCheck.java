package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.silent_chain_posts_its_last",
        statement = "S055",
        says =
                "A chain of which all but the last have IOSQE_CQE_SKIP_SUCCESS posts one CQE, the "
                        + "last one.",
        since = "5.17",
        source = "io_uring_enter(2), IOSQE_CQE_SKIP_SUCCESS",
        needs = "IORING_FEAT_CQE_SKIP")
final class SilentChainPostsItsLastCheck {

    @OnRing
    void three_members_post_one_CQE(TestRing ring) {
        TestKernel.Pipe effect = ring.testKernel().pipe();
        ring.nop(1).flag(SqeFlag.IO_LINK).flag(SqeFlag.CQE_SKIP_SUCCESS);
        Chains.write(ring, effect, 2).flag(SqeFlag.IO_LINK).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.nop(3);
        ring.submit(3);
        ring.expect(cqe(3, 0));
        ring.expectNothing();
        Chains.mustHoldSomething(ring, effect);
    }
}
