package dev.ringmark.conformance.checks.canary;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.stats.record.Verdict;
import java.time.Duration;

@Check(
        id = "canary.missing_completion",
        statement = "",
        says = "A CQE that does not come is noticed by the check that waits for it.",
        source = "the harness",
        modes = RingMode.PLAIN,
        canary = Verdict.TIMED_OUT)
final class MissingCompletionCheck {

    @OnRing
    void waits_for_what_was_never_submitted(TestRing ring) {
        ring.take(Duration.ofMillis(20));
    }
}
