package dev.ringmark.conformance.checks.overflow;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.time.Duration;

@Check(
        id = "overflow.multishot_timeout_ends",
        statement = "S040",
        says =
                "A multishot timeout whose CQE has no room ends with that CQE, which is kept and "
                        + "has no F_MORE.",
        since = "6.4",
        source = "io_uring_prep_timeout(3), IORING_TIMEOUT_MULTISHOT",
        needs = {"IORING_FEAT_NODROP", "IORING_TIMEOUT_MULTISHOT"})
final class MultishotTimeoutEndsCheck {

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void nine_expiries_in_a_CQ_of_eight_are_the_last(TestRing ring) {
        ring.timeout(ring.testKernel().timespec(Duration.ofMillis(1)), 0, Multishots.REQUEST)
                .operationFlags(TimeoutFlag.MULTISHOT.bits());
        ring.submit(1);
        FullCq.awaitOverflow(ring);
        Multishots.endBehindFullCq(ring, Errno.ETIME.negative(), Opcode.TIMEOUT_REMOVE);
    }
}
