package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.timeout_ends_with_instant_target",
        statement = "S051",
        says = "A linked timeout whose target completes during submission ends with -ECANCELED.",
        since = "5.5",
        source = "io_uring_enter(2), IORING_OP_LINK_TIMEOUT")
final class TimeoutEndsWithInstantTargetCheck {

    @OnRing
    void a_NOP_cancels_its_timeout(TestRing ring) {
        ring.nop(1).flag(SqeFlag.IO_LINK);
        Chains.linkTimeout(ring, Chains.NEVER, 2);
        ring.submit(2);
        ring.expect(cqe(1, 0), cqe(2, Errno.ECANCELED));
    }
}
