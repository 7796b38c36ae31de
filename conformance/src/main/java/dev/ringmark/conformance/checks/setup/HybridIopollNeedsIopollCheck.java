package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.hybrid_iopoll_needs_iopoll",
        statement = "S010",
        says = "HYBRID_IOPOLL without IOPOLL is refused with -EINVAL.",
        since = "6.13",
        source = "io_uring_setup(2), IORING_SETUP_HYBRID_IOPOLL",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_HYBRID_IOPOLL")
final class HybridIopollNeedsIopollCheck {

    @OnRing
    void alone_it_gives_EINVAL(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        SetupCalls.mustRefuse(kernel, options.with(SetupFlag.HYBRID_IOPOLL), Errno.EINVAL);
        SetupCalls.mustAccept(kernel, options.with(SetupFlag.IOPOLL, SetupFlag.HYBRID_IOPOLL));
    }
}
