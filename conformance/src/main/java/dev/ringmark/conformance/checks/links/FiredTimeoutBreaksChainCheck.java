package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.time.Duration;

@Check(
        id = "links.fired_timeout_breaks_chain",
        statement = "S050",
        says = "A linked timeout that expires breaks the chain behind its target.",
        since = "5.5",
        source = "io_uring_enter(2), IORING_OP_LINK_TIMEOUT")
final class FiredTimeoutBreaksChainCheck {

    @OnRing
    void members_behind_the_timeout_are_cancelled(TestRing ring) {
        Chains.read(ring, ring.testKernel().pipe(), 1).flag(SqeFlag.IO_LINK);
        Chains.linkTimeout(ring, Duration.ofMillis(1), 2).flag(SqeFlag.IO_LINK);
        ring.nop(3).flag(SqeFlag.IO_LINK);
        ring.nop(4);
        ring.submit(4);
        ring.expect(
                cqe(1, Errno.ECANCELED),
                cqe(2, Errno.ETIME),
                cqe(3, Errno.ECANCELED),
                cqe(4, Errno.ECANCELED));
    }
}
