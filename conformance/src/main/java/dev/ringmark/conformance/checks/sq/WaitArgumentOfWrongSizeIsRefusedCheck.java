package dev.ringmark.conformance.checks.sq;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

@Check(
        id = "sq.wait_argument_of_wrong_size_is_refused",
        statement = "S031",
        says = "A wait argument whose size is not that of its structure is refused with -EINVAL.",
        since = "5.11",
        source = "io_uring_enter(2), IORING_ENTER_EXT_ARG",
        needs = "IORING_ENTER_EXT_ARG")
final class WaitArgumentOfWrongSizeIsRefusedCheck {

    @OnRing
    void any_other_size_gives_EINVAL(TestRing ring) {
        MemorySegment argument = ring.testKernel().memory(2 * WaitArgumentLayout.SIZE);
        long right = WaitArgumentLayout.SIZE;
        for (long size : new long[] {0, 8, right - 1, right + 1, 2 * right}) {
            int result = Enters.await(ring, argument, size);
            ring.evidence().result("enter(argsz " + size + ")", Errno.EINVAL, result);
        }
    }
}
