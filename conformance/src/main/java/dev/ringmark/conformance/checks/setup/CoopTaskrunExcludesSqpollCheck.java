package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.coop_taskrun_excludes_sqpoll",
        statement = "S007",
        says = "COOP_TASKRUN together with SQPOLL is refused with -EINVAL.",
        since = "5.19",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_COOP_TASKRUN")
final class CoopTaskrunExcludesSqpollCheck {

    @OnRing
    void both_give_EINVAL_and_each_alone_a_ring(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        RingOptions both = options.with(SetupFlag.SQPOLL, SetupFlag.COOP_TASKRUN);
        SetupCalls.mustRefuse(kernel, both, Errno.EINVAL);
        SetupCalls.mustAccept(kernel, options.with(SetupFlag.SQPOLL));
        SetupCalls.mustAccept(kernel, options.with(SetupFlag.COOP_TASKRUN));
    }
}
