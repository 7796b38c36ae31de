package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.unknown_flag_is_refused",
        statement = "S005",
        says = "A flag that the kernel does not know is refused with -EINVAL.",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE)
final class UnknownFlagIsRefusedCheck {

    @OnRing
    void the_highest_bit_gives_EINVAL(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        SetupCalls.mustRefuse(kernel, options.withFlags(1 << 31), Errno.EINVAL);
        SetupCalls.mustAccept(kernel, options);
    }
}
