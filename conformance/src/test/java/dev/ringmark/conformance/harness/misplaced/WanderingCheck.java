package dev.ringmark.conformance.harness.misplaced;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;

@Check(
        id = "elsewhere.is_its_family",
        statement = "S001",
        says = "A check lies where its family says.",
        source = "the test",
        modes = RingMode.NONE)
final class WanderingCheck {

    @OnRing
    void never_runs(TestKernel kernel) {
        kernel.evidence().observed("it ran");
    }
}
