package dev.ringmark.conformance.harness.trial;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;

/// Can't be made.
@Check(
        id = "trial.unmakeable",
        statement = "S001",
        says = "What JUnit can't run is our fault.",
        source = "the test",
        modes = RingMode.NONE)
public final class UnmakeableCheck {

    UnmakeableCheck() {
        throw new IllegalStateException("not today");
    }

    @OnRing
    void never_runs(TestKernel kernel) {
        kernel.evidence().observed("it ran");
    }
}
