package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;

@Check(
        id = "setup.attach_to_closed_fd_is_refused",
        statement = "S011",
        says = "ATTACH_WQ to an fd that is not open is refused with -ENXIO, before 5.12 -EBADF.",
        since = "5.6",
        source = "io_uring_setup(2), IORING_SETUP_ATTACH_WQ; io_uring/sqpoll.c",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_ATTACH_WQ")
final class AttachToClosedFdIsRefusedCheck {

    @OnRing
    void an_fd_that_is_not_open_gives_ENXIO(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        Ring ring = kernel.openRing(options).ring();
        // The errno changed with the workers' rewrite that this bit stands for.
        Errno error = ring.has(FeatureBit.NATIVE_WORKERS) ? Errno.ENXIO : Errno.EBADF;
        SetupCalls.mustRefuse(kernel, options.attachedTo(-1), error);
        SetupCalls.mustRefuse(kernel, options.attachedTo(999_999), error);
        SetupCalls.mustAccept(kernel, options.attachedTo(ring.fd()));
    }
}
