package dev.ringmark.conformance.harness.trial;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckUnsupported;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;

/// Finds a feature to be absent.
@Check(
        id = "trial.unsupported",
        statement = "S001",
        says = "Absence is legal only where the feature is younger than the kernel.",
        source = "the test",
        modes = RingMode.NONE)
public final class UnsupportedCheck {

    @OnRing
    void does_not_find_it(TestKernel kernel) {
        kernel.evidence().observed("nothing");
        throw new CheckUnsupported("IORING_OP_NOP", "a NOP gave -EINVAL");
    }
}
