package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.attach_to_other_file_is_refused",
        statement = "S011",
        says = "ATTACH_WQ to an fd that is no ring is refused with -EINVAL.",
        since = "5.6",
        source = "io_uring_setup(2), IORING_SETUP_ATTACH_WQ; io_uring/sqpoll.c",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_ATTACH_WQ")
final class AttachToOtherFileIsRefusedCheck {

    @OnRing
    void an_eventfd_gives_EINVAL(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        SetupCalls.mustRefuse(kernel, options.attachedTo(kernel.eventFd()), Errno.EINVAL);
        SetupCalls.mustAccept(kernel, options.attachedTo(kernel.openRing(options).ring().fd()));
    }
}
