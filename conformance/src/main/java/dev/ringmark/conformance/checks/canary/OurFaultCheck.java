package dev.ringmark.conformance.checks.canary;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.stats.record.Verdict;

@Check(
        id = "canary.our_fault",
        statement = "",
        says = "A check that goes wrong by itself is never counted as the kernel's fault.",
        source = "the harness",
        modes = RingMode.NONE,
        canary = Verdict.BROKEN)
final class OurFaultCheck {

    @OnRing
    void throws_something_unforeseen(TestKernel kernel) {
        throw new IllegalStateException("thrown on purpose");
    }
}
