package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.clamp_limits_entries",
        statement = "S003",
        says = "With CLAMP, more than 32768 SQ entries become 32768, and the CQ gets 65536.",
        since = "5.6",
        source = "io_uring_setup(2), IORING_SETUP_CLAMP",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_CLAMP")
final class ClampLimitsEntriesCheck {

    @OnRing
    void more_than_32768_become_32768(TestKernel kernel) {
        RingOptions options = RingOptions.entries(32_769).with(SetupFlag.CLAMP);
        SetupCalls.mustMake(kernel, options, 32_768, 65_536);
    }
}
