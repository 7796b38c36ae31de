package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "links.timeout_needs_target",
        statement = "S052",
        says = "A linked timeout that follows no link ends with -EINVAL.",
        since = "5.5",
        source = "io_uring_enter(2), IORING_OP_LINK_TIMEOUT")
final class TimeoutNeedsTargetCheck {

    @OnRing
    void a_timeout_alone_is_refused(TestRing ring) {
        Chains.linkTimeout(ring, Chains.NEVER, 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
    }
}
