package dev.ringmark.conformance.checks.overflow;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "overflow.wait_returns_when_full",
        statement = "S036",
        says = "Waiting for as many CQEs as the CQ holds returns 0 at once when it is full.",
        source = "io_uring_enter(2), IORING_ENTER_GETEVENTS")
final class WaitReturnsWhenFullCheck {

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void waiting_for_all_of_a_full_CQ_does_not_block(TestRing ring) {
        FullCq.fill(ring);
        int result = FullCq.enterAndWait(ring, FullCq.ENTRIES);
        ring.evidence().result("enter(GETEVENTS, min 8)", 0, result);
        ring.expect(FullCq.nops(1, FullCq.ENTRIES));
    }
}
