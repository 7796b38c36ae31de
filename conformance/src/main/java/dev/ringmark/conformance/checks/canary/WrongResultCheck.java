package dev.ringmark.conformance.checks.canary;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.stats.record.Verdict;

@Check(
        id = "canary.wrong_result",
        statement = "",
        says = "A result that is not the expected one is a failure.",
        source = "the harness",
        modes = RingMode.PLAIN,
        canary = Verdict.FAIL)
final class WrongResultCheck {

    @OnRing
    void expects_an_error_of_a_NOP(TestRing ring) {
        ring.nop(1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.ECANCELED));
    }
}
