package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.chain_ends_with_submit",
        statement = "S048",
        says =
                "IOSQE_IO_LINK on the last SQE of a submit ends the chain: the next submit does "
                        + "not join it.",
        since = "5.3",
        source = "io_uring_enter(2), IOSQE_IO_LINK")
final class ChainEndsWithSubmitCheck {

    @OnRing
    void the_next_submit_does_not_wait(TestRing ring) {
        TestKernel.Pipe gate = ring.testKernel().pipe();
        Chains.read(ring, gate, 1).flag(SqeFlag.IO_LINK);
        ring.submit(1);
        ring.nop(2);
        ring.submit(1);
        ring.expect(cqe(2, 0));
        ring.expectNothing();
        Chains.release(ring, gate);
        ring.expect(cqe(1, 1));
    }
}
