package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.impossible_sq_cpu_is_refused",
        statement = "S008",
        says = "SQPOLL with SQ_AFF to a CPU that does not exist is refused with -EINVAL.",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE)
final class ImpossibleSqCpuIsRefusedCheck {

    @OnRing
    void a_cpu_beyond_any_machine_gives_EINVAL(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8).with(SetupFlag.SQPOLL);
        SetupCalls.mustRefuse(kernel, options.withSqThreadCpu(1 << 20), Errno.EINVAL);
        SetupCalls.mustRefuse(kernel, options.withSqThreadCpu(-1), Errno.EINVAL);
        SetupCalls.mustAccept(kernel, options);
    }
}
