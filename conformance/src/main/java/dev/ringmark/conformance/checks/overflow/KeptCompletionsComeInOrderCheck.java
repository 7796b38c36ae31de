package dev.ringmark.conformance.checks.overflow;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

/// What overflows is a chain, so that the order in which it is posted is promised.
@Check(
        id = "overflow.kept_completions_come_in_order",
        statement = "S034",
        says = "Kept completions come in the order in which they were posted, each exactly once.",
        since = "5.5",
        source = "io_uring_setup(2), IORING_FEAT_NODROP",
        needs = "IORING_FEAT_NODROP")
final class KeptCompletionsComeInOrderCheck {

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void a_chain_behind_a_full_CQ_comes_in_chain_order(TestRing ring) {
        FullCq.fill(ring);
        int last = 2 * FullCq.ENTRIES;
        for (int nop = FullCq.ENTRIES + 1; nop < last; nop++) {
            ring.nop(nop).flag(SqeFlag.IO_LINK);
        }
        ring.nop(last);
        ring.submit(FullCq.ENTRIES);
        FullCq.awaitOverflow(ring);
        ring.expect(FullCq.nops(1, FullCq.ENTRIES));
        ring.expectInOrder(FullCq.nops(FullCq.ENTRIES + 1, last));
        ring.expectNothing();
    }
}
