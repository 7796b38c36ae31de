package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;

@Check(
        id = "setup.entries_are_rounded_up",
        statement = "S002",
        says =
                "An SQ size that is no power of two is rounded up to one, and the CQ gets "
                        + "twice as many entries.",
        source = "io_uring_setup(2)",
        modes = RingMode.NONE)
final class EntriesAreRoundedUpCheck {

    @OnRing
    void three_become_four_and_eight(TestKernel kernel) {
        for (int asked : new int[] {1, 3, 5, 8, 100}) {
            int rounded = 1 << (Integer.SIZE - Integer.numberOfLeadingZeros(asked - 1));
            SetupCalls.mustMake(kernel, RingOptions.entries(asked), rounded, 2 * rounded);
        }
    }
}
