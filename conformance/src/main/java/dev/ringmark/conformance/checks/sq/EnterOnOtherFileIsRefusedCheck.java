package dev.ringmark.conformance.checks.sq;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

@Check(
        id = "sq.enter_on_other_file_is_refused",
        statement = "S030",
        says = "An enter on an fd that is no ring is refused with -EOPNOTSUPP.",
        source = "io_uring_enter(2), ERRORS",
        modes = RingMode.NONE)
final class EnterOnOtherFileIsRefusedCheck {

    @OnRing
    void an_eventfd_gives_EOPNOTSUPP(TestKernel kernel) {
        int result = kernel.kernel().enter(kernel.eventFd(), 0, 0, 0, MemorySegment.NULL, 0);
        kernel.evidence().result("enter(an eventfd)", Errno.EOPNOTSUPP, result);
    }
}
