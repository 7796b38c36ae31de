package dev.ringmark.conformance.checks.sq;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

@Check(
        id = "sq.wait_argument_at_bad_address_is_refused",
        statement = "S031",
        says =
                "A wait argument, or a timespec in it, that lies where nothing is mapped "
                        + "is refused with -EFAULT.",
        since = "5.11",
        source = "io_uring_enter(2), IORING_ENTER_EXT_ARG",
        needs = "IORING_ENTER_EXT_ARG")
final class WaitArgumentAtBadAddressIsRefusedCheck {

    @OnRing
    void both_give_EFAULT(TestRing ring) {
        int result = Enters.await(ring, MemorySegment.ofAddress(8), WaitArgumentLayout.SIZE);
        ring.evidence().result("enter(argument at 8)", Errno.EFAULT, result);
        MemorySegment argument = ring.testKernel().memory(WaitArgumentLayout.SIZE);
        argument.set(JAVA_LONG, WaitArgumentLayout.TS, 8);
        result = Enters.await(ring, argument, WaitArgumentLayout.SIZE);
        ring.evidence().result("enter(ts at 8)", Errno.EFAULT, result);
    }
}
