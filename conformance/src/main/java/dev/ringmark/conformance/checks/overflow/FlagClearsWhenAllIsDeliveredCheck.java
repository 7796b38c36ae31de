package dev.ringmark.conformance.checks.overflow;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.RingFlag;

@Check(
        id = "overflow.flag_clears_when_all_is_delivered",
        statement = "S034",
        says = "The SQ's flags stop saying that completions are kept once all were delivered.",
        since = "5.8",
        source = "linux/io_uring.h, IORING_SQ_CQ_OVERFLOW",
        needs = "IORING_FEAT_NODROP")
final class FlagClearsWhenAllIsDeliveredCheck {

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void the_flag_is_gone_behind_the_last_CQE(TestRing ring) {
        FullCq.overflow(ring);
        ring.expect(FullCq.nops(1, 2 * FullCq.ENTRIES));
        ring.evidence()
                .holds(
                        "IORING_SQ_CQ_OVERFLOW is clear",
                        !ring.ring().has(RingFlag.SQ_CQ_OVERFLOW),
                        "the SQ's flags are " + ring.ring().memory().sqFlags());
    }
}
