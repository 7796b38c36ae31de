package dev.ringmark.conformance.checks.canary;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.stats.record.Verdict;

@Check(
        id = "canary.crash",
        statement = "",
        says = "A check that takes its process down costs one verdict.",
        source = "the harness",
        modes = RingMode.NONE,
        canary = Verdict.CRASHED)
final class CrashCheck {

    private static final int STATUS = 70;

    @OnRing
    void ends_the_process(TestKernel kernel) {
        Runtime.getRuntime().halt(STATUS);
    }
}
