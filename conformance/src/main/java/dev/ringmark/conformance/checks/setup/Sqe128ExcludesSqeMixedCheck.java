package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.sqe128_excludes_sqe_mixed",
        statement = "S009",
        says = "SQE128 together with SQE_MIXED is refused with -EINVAL.",
        since = "6.19",
        source = "linux/io_uring.h, IORING_SETUP_SQE_MIXED",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_SQE_MIXED")
final class Sqe128ExcludesSqeMixedCheck {

    @OnRing
    void both_give_EINVAL_and_each_alone_a_ring(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        RingOptions both = options.with(SetupFlag.SQE128, SetupFlag.SQE_MIXED);
        SetupCalls.mustRefuse(kernel, both, Errno.EINVAL);
        SetupCalls.mustAccept(kernel, options.with(SetupFlag.SQE128));
        SetupCalls.mustAccept(kernel, options.with(SetupFlag.SQE_MIXED));
    }
}
