package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.too_many_cq_entries_are_refused",
        statement = "S003",
        says = "More than 65536 CQ entries are refused with -EINVAL when CLAMP is not set.",
        since = "5.5",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_CQSIZE")
final class TooManyCqEntriesAreRefusedCheck {

    @OnRing
    void more_than_65536_give_EINVAL(TestKernel kernel) {
        SetupCalls.mustRefuse(kernel, RingOptions.entries(8).withCqEntries(65_537), Errno.EINVAL);
    }
}
