package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.cqe32_excludes_cqe_mixed",
        statement = "S009",
        says = "CQE32 together with CQE_MIXED is refused with -EINVAL.",
        since = "6.18",
        source = "io_uring_setup(2), IORING_SETUP_CQE_MIXED",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_CQE_MIXED")
final class Cqe32ExcludesCqeMixedCheck {

    @OnRing
    void both_give_EINVAL_and_each_alone_a_ring(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        RingOptions both = options.with(SetupFlag.CQE32, SetupFlag.CQE_MIXED);
        SetupCalls.mustRefuse(kernel, both, Errno.EINVAL);
        SetupCalls.mustAccept(kernel, options.with(SetupFlag.CQE32));
        SetupCalls.mustAccept(kernel, options.with(SetupFlag.CQE_MIXED));
    }
}
