package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

@Check(
        id = "setup.unreadable_params_are_refused",
        statement = "S005",
        says = "Params that lie where nothing is mapped are refused with -EFAULT.",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE)
final class UnreadableParamsAreRefusedCheck {

    @OnRing
    void params_at_no_address_give_EFAULT(TestKernel kernel) {
        for (long address : new long[] {0, 8}) {
            int result = SetupCalls.answer(kernel, 8, MemorySegment.ofAddress(address));
            kernel.evidence().result("setup(params at " + address + ")", Errno.EFAULT, result);
        }
    }
}
