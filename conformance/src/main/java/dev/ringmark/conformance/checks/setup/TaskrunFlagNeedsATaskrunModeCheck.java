package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.taskrun_flag_needs_a_taskrun_mode",
        statement = "S007",
        says = "TASKRUN_FLAG with neither COOP_TASKRUN nor DEFER_TASKRUN is refused with -EINVAL.",
        since = "5.19",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_TASKRUN_FLAG")
final class TaskrunFlagNeedsATaskrunModeCheck {

    @OnRing
    void alone_it_gives_EINVAL(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8).with(SetupFlag.TASKRUN_FLAG);
        SetupCalls.mustRefuse(kernel, options, Errno.EINVAL);
        SetupCalls.mustAccept(kernel, options.with(SetupFlag.COOP_TASKRUN));
    }
}
