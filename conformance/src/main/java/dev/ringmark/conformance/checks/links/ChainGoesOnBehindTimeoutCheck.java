package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.chain_goes_on_behind_timeout",
        statement = "S051",
        says = "A linked timeout that did not expire does not break its chain.",
        since = "5.5",
        source = "io_uring_enter(2), IORING_OP_LINK_TIMEOUT")
final class ChainGoesOnBehindTimeoutCheck {

    @OnRing
    void members_behind_the_timeout_run(TestRing ring) {
        TestKernel.Pipe gate = ring.testKernel().pipe();
        Chains.read(ring, gate, 1).flag(SqeFlag.IO_LINK);
        Chains.linkTimeout(ring, Chains.NEVER, 2).flag(SqeFlag.IO_LINK);
        ring.nop(3);
        ring.submit(3);
        ring.expectNothing();
        Chains.release(ring, gate);
        ring.expect(cqe(1, 1), cqe(2, Errno.ECANCELED), cqe(3, 0));
    }
}
