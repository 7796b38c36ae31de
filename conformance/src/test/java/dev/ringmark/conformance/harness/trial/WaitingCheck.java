package dev.ringmark.conformance.harness.trial;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;

/// Waits so long that a test has time to kill it.
@Check(
        id = "trial.waiting",
        statement = "S001",
        says = "A worker that somebody kills costs one verdict.",
        source = "the test",
        modes = RingMode.PLAIN)
public final class WaitingCheck {

    @OnRing
    void waits(TestRing ring) {
        while (true) {
            ring.ring().submitAndWait(1);
        }
    }
}
