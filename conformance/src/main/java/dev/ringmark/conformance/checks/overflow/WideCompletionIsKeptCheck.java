package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.uapi.SqeFlag;

/// The CQ is left with one free slot, of which a 32-byte CQE needs two.
@Check(
        id = "overflow.wide_completion_is_kept",
        statement = "S042",
        says = "A 32-byte CQE that finds one free slot is kept whole and delivered whole.",
        since = "6.18",
        source = "io_uring_setup(2), IORING_SETUP_CQE_MIXED",
        modes = RingMode.CQE_MIXED,
        needs = {"IORING_FEAT_NODROP", "IORING_NOP_CQE32"})
final class WideCompletionIsKeptCheck {

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void one_free_slot_is_not_enough(TestRing ring) {
        for (int nop = 1; nop < FullCq.ENTRIES; nop++) {
            ring.nop(nop).flag(SqeFlag.IO_LINK);
        }
        WideNops.prepare(ring, FullCq.ENTRIES);
        ring.submit(FullCq.ENTRIES);
        FullCq.awaitOverflow(ring);
        ring.expectInOrder(FullCq.nops(1, FullCq.ENTRIES - 1));
        RingMemory memory = ring.ring().memory();
        int taken = memory.cqHead();
        FullCq.await(ring, "the kept CQE", () -> memory.cqTail() - taken >= 2);
        WideNops.mustBeAt(ring, memory.cqTail() - 2);
        ring.expect(cqe(FullCq.ENTRIES, 0));
        FullCq.nothingIsLost(ring);
    }
}
