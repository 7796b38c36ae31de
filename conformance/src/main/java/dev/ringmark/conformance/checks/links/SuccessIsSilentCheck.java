package dev.ringmark.conformance.checks.links;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.success_is_silent",
        statement = "S054",
        says = "A request with IOSQE_CQE_SKIP_SUCCESS that succeeds is done and posts no CQE.",
        since = "5.17",
        source = "io_uring_enter(2), IOSQE_CQE_SKIP_SUCCESS",
        needs = "IORING_FEAT_CQE_SKIP")
final class SuccessIsSilentCheck {

    @OnRing
    void a_write_is_seen_and_not_reported(TestRing ring) {
        TestKernel.Pipe effect = ring.testKernel().pipe();
        Chains.write(ring, effect, 1).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.submit(1);
        Chains.mustHoldSomething(ring, effect);
        ring.expectNothing();
    }
}
