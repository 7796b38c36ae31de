package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;

@Check(
        id = "setup.cq_as_large_as_sq_is_accepted",
        statement = "S004",
        says = "A CQ with exactly as many entries as the SQ is made.",
        since = "5.5",
        source = "io_uring/io_uring.c; io_uring_setup(2) asks for more than entries",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_CQSIZE")
final class CqAsLargeAsSqIsAcceptedCheck {

    @OnRing
    void eight_cq_entries_for_eight_sq_entries_are_enough(TestKernel kernel) {
        SetupCalls.mustMake(kernel, RingOptions.entries(8).withCqEntries(8), 8, 8);
    }
}
