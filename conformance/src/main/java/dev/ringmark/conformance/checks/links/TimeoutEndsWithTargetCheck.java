package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.timeout_ends_with_target",
        statement = "S051",
        says = "A linked timeout whose target completes first ends with -ECANCELED.",
        since = "5.5",
        source = "io_uring_enter(2), IORING_OP_LINK_TIMEOUT")
final class TimeoutEndsWithTargetCheck {

    @OnRing
    void a_read_that_completes_cancels_its_timeout(TestRing ring) {
        TestKernel.Pipe gate = ring.testKernel().pipe();
        Chains.read(ring, gate, 1).flag(SqeFlag.IO_LINK);
        Chains.linkTimeout(ring, Chains.NEVER, 2);
        ring.submit(2);
        ring.expectNothing();
        Chains.release(ring, gate);
        ring.expect(cqe(1, 1), cqe(2, Errno.ECANCELED));
    }
}
