package dev.ringmark.conformance.checks.overflow;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "overflow.wait_is_clipped_to_cq_size",
        statement = "S036",
        says = "Waiting for more CQEs than the CQ can hold waits for a full CQ.",
        source = "io_uring/io_uring.c, io_uring_enter")
final class WaitIsClippedToCqSizeCheck {

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void waiting_for_a_hundred_is_waiting_for_eight(TestRing ring) {
        FullCq.fill(ring);
        int result = FullCq.enterAndWait(ring, 100);
        ring.evidence().result("enter(GETEVENTS, min 100)", 0, result);
        ring.expect(FullCq.nops(1, FullCq.ENTRIES));
    }
}
