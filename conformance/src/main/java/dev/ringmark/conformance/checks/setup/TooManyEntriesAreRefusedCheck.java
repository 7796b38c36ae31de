package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.too_many_entries_are_refused",
        statement = "S003",
        says = "More than 32768 SQ entries are refused with -EINVAL when CLAMP is not set.",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE)
final class TooManyEntriesAreRefusedCheck {

    @OnRing
    void more_than_32768_give_EINVAL(TestKernel kernel) {
        SetupCalls.mustRefuse(kernel, RingOptions.entries(32_769), Errno.EINVAL);
        SetupCalls.mustRefuse(kernel, RingOptions.entries(-1), Errno.EINVAL);
    }
}
