package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.defer_taskrun_excludes_sqpoll",
        statement = "S006",
        says = "DEFER_TASKRUN together with SQPOLL is refused with -EINVAL.",
        since = "6.1",
        source = "io_uring_setup(2), IORING_SETUP_DEFER_TASKRUN",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_DEFER_TASKRUN")
final class DeferTaskrunExcludesSqpollCheck {

    @OnRing
    void both_give_EINVAL_and_each_alone_a_ring(TestKernel kernel) {
        RingOptions single = RingOptions.entries(8).with(SetupFlag.SINGLE_ISSUER);
        RingOptions both = single.with(SetupFlag.SQPOLL, SetupFlag.DEFER_TASKRUN);
        SetupCalls.mustRefuse(kernel, both, Errno.EINVAL);
        SetupCalls.mustAccept(kernel, single.with(SetupFlag.SQPOLL));
        SetupCalls.mustAccept(kernel, single.with(SetupFlag.DEFER_TASKRUN));
    }
}
