package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.drain_holds_up_later",
        statement = "S053",
        says =
                "Requests submitted behind one with IOSQE_IO_DRAIN wait with it for everything "
                        + "before.",
        since = "5.2",
        source = "io_uring_enter(2), IOSQE_IO_DRAIN")
final class DrainHoldsUpLaterCheck {

    @OnRing
    void a_write_behind_a_waiting_drain_waits_too(TestRing ring) {
        TestKernel.Pipe gate = ring.testKernel().pipe();
        TestKernel.Pipe effect = ring.testKernel().pipe();
        Chains.read(ring, gate, 1);
        ring.nop(2).flag(SqeFlag.IO_DRAIN);
        ring.submit(2);
        Chains.write(ring, effect, 3);
        ring.submit(1);
        Chains.nothingCompleted(ring);
        Chains.mustBeEmpty(ring, effect);
        Chains.release(ring, gate);
        ring.expect(cqe(1, 1), cqe(2, 0), cqe(3, 1));
    }
}
