package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.no_entries_is_refused",
        statement = "S001",
        says = "A ring of 0 entries is refused with -EINVAL.",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE)
final class NoEntriesIsRefusedCheck {

    @OnRing
    void zero_entries_give_EINVAL(TestKernel kernel) {
        int result = kernel.kernel().setup(0, kernel.memory(ParamsLayout.SIZE));
        kernel.evidence().result("setup(entries 0)", Errno.EINVAL, result);
    }
}
