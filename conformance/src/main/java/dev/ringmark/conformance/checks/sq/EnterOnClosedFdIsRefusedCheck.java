package dev.ringmark.conformance.checks.sq;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

@Check(
        id = "sq.enter_on_closed_fd_is_refused",
        statement = "S030",
        says = "An enter on an fd that is not open is refused with -EBADF.",
        source = "io_uring_enter(2), ERRORS",
        modes = RingMode.NONE)
final class EnterOnClosedFdIsRefusedCheck {

    @OnRing
    void an_fd_that_is_not_open_gives_EBADF(TestKernel kernel) {
        for (int fd : new int[] {-1, 999_999}) {
            int result = kernel.kernel().enter(fd, 0, 0, 0, MemorySegment.NULL, 0);
            kernel.evidence().result("enter(fd " + fd + ")", Errno.EBADF, result);
        }
    }
}
