package dev.ringmark.conformance.checks.overflow;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

/// The man page says -EBUSY; 6.18 gives 0, as if nothing were kept. Either way nothing may be lost.
@Check(
        id = "overflow.wait_with_kept_completions",
        statement = "S037",
        says =
                "Waiting while kept completions have no room does not block, and returns -EBUSY "
                        + "as documented, or 0.",
        since = "5.5",
        source = "io_uring_enter(2), ERRORS, EBUSY",
        needs = "IORING_FEAT_NODROP")
final class WaitWithKeptCompletionsCheck {

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void a_wait_that_cannot_flush_comes_back(TestRing ring) {
        FullCq.overflow(ring);
        int result = FullCq.enterAndWait(ring, 1);
        ring.evidence()
                .holds(
                        "enter(GETEVENTS, min 1) = -EBUSY or 0",
                        result == 0 || result == Errno.EBUSY.negative(),
                        "enter(GETEVENTS, min 1) = " + Errno.describe(result));
        if (result == 0) {
            ring.evidence().variant("the wait succeeds where the man page documents -EBUSY");
        }
        ring.expect(FullCq.nops(1, 2 * FullCq.ENTRIES));
        FullCq.nothingIsLost(ring);
    }
}
