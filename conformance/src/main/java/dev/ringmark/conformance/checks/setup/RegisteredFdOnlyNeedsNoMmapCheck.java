package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.registered_fd_only_needs_no_mmap",
        statement = "S010",
        says = "REGISTERED_FD_ONLY without NO_MMAP is refused with -EINVAL.",
        since = "6.5",
        source = "io_uring_setup(2), IORING_SETUP_REGISTERED_FD_ONLY",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_REGISTERED_FD_ONLY")
final class RegisteredFdOnlyNeedsNoMmapCheck {

    @OnRing
    void alone_it_gives_EINVAL(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        SetupCalls.mustRefuse(kernel, options.with(SetupFlag.REGISTERED_FD_ONLY), Errno.EINVAL);
    }
}
