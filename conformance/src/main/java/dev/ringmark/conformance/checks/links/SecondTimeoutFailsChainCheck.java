package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;
import static dev.ringmark.conformance.fixture.Expected.cqeOneOf;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.SqeFlag;

/// Before 5.15 the second timeout was found when it ran; CQE_SKIP (5.17) is the first feature bit
/// behind the change.
@Check(
        id = "links.second_timeout_fails_chain",
        statement = "S052",
        says =
                "A linked timeout that follows another is refused with -EINVAL, and the whole "
                        + "chain fails.",
        since = "5.15",
        source = "io_uring/timeout.c, __io_timeout_prep")
final class SecondTimeoutFailsChainCheck {

    @OnRing
    void two_timeouts_of_one_target_fail_all(TestRing ring) {
        ring.nop(1).flag(SqeFlag.IO_LINK);
        Chains.linkTimeout(ring, Chains.NEVER, 2).flag(SqeFlag.IO_LINK);
        Chains.linkTimeout(ring, Chains.NEVER, 3);
        ring.submit(3);
        int cancelled = Errno.ECANCELED.negative();
        int refused = Errno.EINVAL.negative();
        if (ring.ring().has(FeatureBit.CQE_SKIP)) {
            ring.expect(cqe(1, cancelled), cqe(2, cancelled), cqe(3, refused));
        } else {
            ring.evidence().variant("the target may run in spite of it, before 5.17");
            ring.expect(
                    cqeOneOf(1, cancelled, 0), cqe(2, cancelled), cqeOneOf(3, refused, cancelled));
        }
    }
}
