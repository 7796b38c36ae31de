package dev.ringmark.conformance.checks.setup;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.ParamsLayout;
import java.lang.foreign.MemorySegment;

@Check(
        id = "setup.no_sqarray_consumes_in_ring_order",
        statement = "S012",
        says =
                "With NO_SQARRAY the offset of the SQ array is 0, and SQEs are consumed in the "
                        + "order of their slots.",
        since = "6.6",
        source = "io_uring_setup(2), IORING_SETUP_NO_SQARRAY",
        modes = RingMode.NO_SQARRAY)
final class NoSqarrayConsumesInRingOrderCheck {

    @OnRing(entries = 4)
    void one_sqe_per_enter_is_the_next_slot(TestRing ring) {
        int offset = ring.ring().parameter(ParamsLayout.SQ_OFF_ARRAY);
        ring.evidence().holds("sq_off.array is 0", offset == 0, "sq_off.array is " + offset);
        for (int round = 0; round < 3; round++) {
            for (int slot = 1; slot <= 3; slot++) {
                ring.nop(slot);
            }
            ring.ring().memory().publishSqTail(ring.ring().memory().sqHead() + 3);
            for (int slot = 1; slot <= 3; slot++) {
                int result = ring.ring().enter(1, 0, 0, MemorySegment.NULL, 0);
                ring.evidence().result("enter(to_submit 1)", 1, result);
                ring.expect(cqe(slot, 0));
            }
        }
    }
}
