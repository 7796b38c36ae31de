package dev.ringmark.conformance.checks.canary;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.stats.record.Verdict;

@Check(
        id = "canary.hang",
        statement = "",
        says = "A check that never ends is ended from outside.",
        source = "the harness",
        modes = RingMode.PLAIN,
        deadlineSeconds = 1,
        canary = Verdict.TIMED_OUT)
final class HangCheck {

    @OnRing
    void waits_in_the_kernel_without_a_deadline(TestRing ring) {
        while (true) {
            ring.ring().submitAndWait(1);
        }
    }
}
