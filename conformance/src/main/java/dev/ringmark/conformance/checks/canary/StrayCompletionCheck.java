package dev.ringmark.conformance.checks.canary;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.stats.record.Verdict;

@Check(
        id = "canary.stray_completion",
        statement = "",
        says = "A CQE that no check asked for is a failure.",
        source = "the harness",
        modes = RingMode.PLAIN,
        canary = Verdict.FAIL)
final class StrayCompletionCheck {

    @OnRing
    void leaves_a_completion_behind(TestRing ring) {
        ring.nop(1);
        ring.nop(2);
        ring.submit(2);
        ring.expect(cqe(1, 0));
    }
}
