package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "setup.ring_fd_is_close_on_exec",
        statement = "S014",
        says = "A ring fd is created with O_CLOEXEC.",
        source = "io_uring/io_uring.c")
final class RingFdIsCloseOnExecCheck {

    private static final int F_GETFD = 1;
    private static final int FD_CLOEXEC = 1;

    @OnRing
    void the_fd_has_FD_CLOEXEC(TestRing ring) {
        int flags = ring.kernel().calls().fcntl(ring.ring().fd(), F_GETFD, 0);
        TestKernel.require("fcntl(F_GETFD)", flags);
        ring.evidence().holds("FD_CLOEXEC is set", (flags & FD_CLOEXEC) != 0, "fd flags " + flags);
    }
}
