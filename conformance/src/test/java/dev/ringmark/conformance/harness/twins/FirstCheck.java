package dev.ringmark.conformance.harness.twins;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;

@Check(
        id = "twins.same",
        statement = "S001",
        says = "Two checks have one id.",
        source = "the test",
        modes = RingMode.NONE)
final class FirstCheck {

    @OnRing
    void never_runs(TestKernel kernel) {
        kernel.evidence().observed("it ran");
    }
}
