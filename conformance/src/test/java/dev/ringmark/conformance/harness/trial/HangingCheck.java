package dev.ringmark.conformance.harness.trial;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;

/// Waits for ever, without entering the kernel.
@Check(
        id = "trial.hanging",
        statement = "S001",
        says = "A check that spins is ended from outside.",
        source = "the test",
        modes = RingMode.PLAIN,
        deadlineSeconds = 1)
public final class HangingCheck {

    @OnRing
    void spins(TestRing ring) {
        while (ring.mode() == RingMode.PLAIN) {
            Thread.onSpinWait();
        }
    }
}
