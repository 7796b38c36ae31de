package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.sq_affinity_needs_sqpoll",
        statement = "S008",
        says = "SQ_AFF without SQPOLL is refused with -EINVAL.",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE)
final class SqAffinityNeedsSqpollCheck {

    @OnRing
    void alone_it_gives_EINVAL(TestKernel kernel) {
        SetupCalls.mustRefuse(kernel, RingOptions.entries(8).withSqThreadCpu(0), Errno.EINVAL);
    }
}
