package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.members_run_in_order",
        statement = "S043",
        says = "A linked request starts only when the one before it has completed.",
        since = "5.3",
        source = "io_uring_enter(2), IOSQE_IO_LINK")
final class MembersRunInOrderCheck {

    @OnRing
    void a_write_waits_for_the_read_before_it(TestRing ring) {
        TestKernel.Pipe gate = ring.testKernel().pipe();
        TestKernel.Pipe effect = ring.testKernel().pipe();
        Chains.read(ring, gate, 1).flag(SqeFlag.IO_LINK);
        Chains.write(ring, effect, 2);
        ring.submit(2);
        ring.expectNothing();
        Chains.mustBeEmpty(ring, effect);
        Chains.release(ring, gate);
        ring.expectInOrder(cqe(1, 1), cqe(2, 1));
        Chains.mustHoldSomething(ring, effect);
    }
}
