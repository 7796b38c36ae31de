package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.clamp_limits_cq_entries",
        statement = "S003",
        says =
                "With CLAMP, more than 65536 CQ entries become 65536, and the SQ stays as "
                        + "it was asked for.",
        since = "5.6",
        source = "io_uring_setup(2), IORING_SETUP_CLAMP",
        modes = RingMode.NONE,
        needs = {"IORING_SETUP_CLAMP", "IORING_SETUP_CQSIZE"})
final class ClampLimitsCqEntriesCheck {

    @OnRing
    void more_than_65536_become_65536(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8).with(SetupFlag.CLAMP).withCqEntries(65_537);
        SetupCalls.mustMake(kernel, options, 8, 65_536);
    }
}
