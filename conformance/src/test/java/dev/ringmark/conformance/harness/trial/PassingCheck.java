package dev.ringmark.conformance.harness.trial;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;

/// Passes.
@Check(
        id = "trial.passing",
        statement = "S001",
        says = "A NOP ends with 0.",
        source = "the test",
        modes = {RingMode.PLAIN, RingMode.DEFER_TASKRUN})
public final class PassingCheck {

    @OnRing
    void a_nop_ends(TestRing ring) {
        ring.nop(1);
        ring.submit(1);
        ring.expect(cqe(1, 0));
    }
}
