package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.uapi.CqeFlag;

@Check(
        id = "overflow.wide_completion_wraps_behind_filler",
        statement = "S042",
        says =
                "A 32-byte CQE never wraps: where only the last slot is left, a filler flagged "
                        + "F_SKIP takes it and the CQE begins at the first.",
        since = "6.18",
        source = "io_uring_setup(2), IORING_SETUP_CQE_MIXED",
        modes = RingMode.CQE_MIXED,
        needs = "IORING_NOP_CQE32")
final class WideCompletionWrapsBehindFillerCheck {

    @OnRing
    void the_last_slot_is_filled_and_the_first_two_are_used(TestRing ring) {
        RingMemory memory = ring.ring().memory();
        int lastSlot = memory.cqEntries() - 1;
        for (int nop = memory.cqTail(); nop < lastSlot; nop++) {
            ring.nop(nop);
            ring.submit(1);
            ring.expect(cqe(nop, 0));
        }
        WideNops.prepare(ring, lastSlot);
        ring.submit(1);
        FullCq.await(ring, "the wrapped CQE", () -> memory.cqTail() - lastSlot >= 3);
        ring.evidence().result("slots taken", 3, memory.cqTail() - lastSlot);
        WideNops.flagMustBe(ring, lastSlot, CqeFlag.SKIP, true);
        WideNops.mustBeAt(ring, lastSlot + 1);
        ring.expect(cqe(lastSlot, 0));
        ring.expectNothing();
    }
}
