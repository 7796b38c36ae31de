package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;

@Check(
        id = "setup.cq_entries_are_rounded_up",
        statement = "S004",
        says = "A CQ size that is no power of two is rounded up to one.",
        since = "5.5",
        source = "io_uring_setup(2), IORING_SETUP_CQSIZE",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_CQSIZE")
final class CqEntriesAreRoundedUpCheck {

    @OnRing
    void nine_become_sixteen(TestKernel kernel) {
        SetupCalls.mustMake(kernel, RingOptions.entries(8).withCqEntries(9), 8, 16);
        SetupCalls.mustMake(kernel, RingOptions.entries(2).withCqEntries(1000), 2, 1024);
    }
}
