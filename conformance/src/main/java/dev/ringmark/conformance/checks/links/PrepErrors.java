package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;
import static dev.ringmark.conformance.fixture.Expected.cqeOneOf;

import dev.ringmark.conformance.fixture.Expected;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.SqeFlag;

/// A chain of three with a member that can't be prepared, and what must become of it.
///
/// Up to 5.14 or so the batch stopped at that member, and the members before it ran. CQE_SKIP
/// (5.17) is the first feature bit behind the change, so between the two both are legal.
final class PrepErrors {

    private static final int MEMBERS = 3;

    private PrepErrors() {}

    /// Runs the chain with the bad member first, in the middle and last.
    static void failTheWholeChain(TestRing ring, SqeFlag link) {
        for (int bad = 1; bad <= MEMBERS; bad++) {
            for (int member = 1; member <= MEMBERS; member++) {
                Sqe sqe = member == bad ? Chains.unpreparable(ring, member) : ring.nop(member);
                if (member < MEMBERS) {
                    sqe.flag(link);
                }
            }
            if (ring.ring().has(FeatureBit.CQE_SKIP)) {
                ring.submit(MEMBERS);
                ring.expect(outcome(bad, false));
            } else {
                submitAllOf(ring);
                ring.evidence().variant("the batch may stop at a bad member, before 5.17");
                ring.expect(outcome(bad, true));
            }
        }
    }

    private static Expected[] outcome(int bad, boolean othersMayRun) {
        Expected[] outcome = new Expected[MEMBERS];
        for (int member = 1; member <= MEMBERS; member++) {
            int cancelled = Errno.ECANCELED.negative();
            Expected other = othersMayRun ? cqeOneOf(member, cancelled, 0) : cqe(member, cancelled);
            outcome[member - 1] = member == bad ? cqe(member, Errno.EINVAL) : other;
        }
        return outcome;
    }

    /// Submits until everything is consumed; each submit consumes at least the bad member.
    private static void submitAllOf(TestRing ring) {
        ring.submit();
        if (ring.mode() == RingMode.SQPOLL) {
            ring.awaitConsumed();
        }
        for (int again = 1; again < MEMBERS && ring.ring().pending() > 0; again++) {
            ring.submit();
        }
    }
}
