package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.drain_waits_for_earlier",
        statement = "S053",
        says =
                "A request with IOSQE_IO_DRAIN starts only when all submitted before it have "
                        + "completed.",
        since = "5.2",
        source = "io_uring_enter(2), IOSQE_IO_DRAIN")
final class DrainWaitsForEarlierCheck {

    @OnRing
    void a_drain_waits_for_a_pending_read(TestRing ring) {
        TestKernel.Pipe gate = ring.testKernel().pipe();
        TestKernel.Pipe effect = ring.testKernel().pipe();
        Chains.read(ring, gate, 1);
        Chains.write(ring, effect, 2).flag(SqeFlag.IO_DRAIN);
        ring.submit(2);
        Chains.nothingCompleted(ring);
        Chains.mustBeEmpty(ring, effect);
        Chains.release(ring, gate);
        ring.expectInOrder(cqe(1, 1), cqe(2, 1));
        Chains.mustHoldSomething(ring, effect);
    }
}
