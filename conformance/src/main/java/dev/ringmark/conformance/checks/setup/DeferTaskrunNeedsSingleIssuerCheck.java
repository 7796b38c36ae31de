package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.defer_taskrun_needs_single_issuer",
        statement = "S006",
        says = "DEFER_TASKRUN without SINGLE_ISSUER is refused with -EINVAL.",
        since = "6.1",
        source = "io_uring_setup(2), IORING_SETUP_DEFER_TASKRUN",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_DEFER_TASKRUN")
final class DeferTaskrunNeedsSingleIssuerCheck {

    @OnRing
    void alone_it_gives_EINVAL(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8).with(SetupFlag.DEFER_TASKRUN);
        SetupCalls.mustRefuse(kernel, options, Errno.EINVAL);
        SetupCalls.mustAccept(kernel, options.with(SetupFlag.SINGLE_ISSUER));
    }
}
