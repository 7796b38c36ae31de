package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.cq_smaller_than_sq_is_refused",
        statement = "S004",
        says = "A CQ with fewer entries than the SQ is refused with -EINVAL.",
        since = "5.5",
        source = "io_uring_setup(2), IORING_SETUP_CQSIZE",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_CQSIZE")
final class CqSmallerThanSqIsRefusedCheck {

    @OnRing
    void four_cq_entries_for_eight_sq_entries_give_EINVAL(TestKernel kernel) {
        SetupCalls.mustRefuse(kernel, RingOptions.entries(8).withCqEntries(4), Errno.EINVAL);
    }
}
