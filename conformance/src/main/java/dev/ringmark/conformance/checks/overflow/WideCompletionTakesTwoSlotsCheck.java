package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "overflow.wide_completion_takes_two_slots",
        statement = "S042",
        says =
                "On a mixed ring a 32-byte CQE is flagged F_32, takes two slots and carries 16 "
                        + "more bytes; its neighbours stay narrow.",
        since = "6.18",
        source = "io_uring_setup(2), IORING_SETUP_CQE_MIXED",
        modes = RingMode.CQE_MIXED,
        needs = "IORING_NOP_CQE32")
final class WideCompletionTakesTwoSlotsCheck {

    private static final int SLOTS = 4;

    @OnRing
    void narrow_wide_narrow_take_four_slots(TestRing ring) {
        RingMemory memory = ring.ring().memory();
        int tail = memory.cqTail();
        ring.nop(1).flag(SqeFlag.IO_LINK);
        WideNops.prepare(ring, 2).flag(SqeFlag.IO_LINK);
        ring.nop(3);
        ring.submit(3);
        FullCq.await(ring, "the last slot", () -> memory.cqTail() - tail >= SLOTS);
        ring.evidence().result("slots taken", SLOTS, memory.cqTail() - tail);
        WideNops.flagMustBe(ring, tail, CqeFlag.CQE32, false);
        WideNops.mustBeAt(ring, tail + 1);
        WideNops.flagMustBe(ring, tail + 3, CqeFlag.CQE32, false);
        ring.expectInOrder(cqe(1, 0), cqe(2, 0), cqe(3, 0));
    }
}
