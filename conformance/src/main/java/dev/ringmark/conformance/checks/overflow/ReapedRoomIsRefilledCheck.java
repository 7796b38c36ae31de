package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Expected;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.RingFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

@Check(
        id = "overflow.reaped_room_is_refilled",
        statement = "S034",
        says =
                "enter(GETEVENTS) moves as many kept completions into the CQ as were reaped, and "
                        + "the SQ's flags keep saying that there are more.",
        since = "5.8",
        source = "io_uring_setup(2), IORING_FEAT_NODROP",
        needs = "IORING_FEAT_NODROP")
final class ReapedRoomIsRefilledCheck {

    private static final int REAPED = 3;

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void three_reaped_are_three_refilled(TestRing ring) {
        FullCq.overflow(ring);
        List<Expected> missing = new ArrayList<>(List.of(FullCq.nops(1, 2 * FullCq.ENTRIES)));
        Ring seen = ring.ring();
        // Past the fixture, which would take all that is visible.
        for (int reaped = 0; reaped < REAPED; reaped++) {
            Cqe first = Objects.requireNonNull(seen.peek(), "the CQ is full, yet has no CQE");
            ring.evidence().observed("cqe " + first.userData() + ": " + first.result());
            missing.remove(cqe(first.userData(), first.result()));
            seen.advance();
        }
        FullCq.await(ring, "a refilled CQ", () -> seen.cqReady() == FullCq.ENTRIES);
        ring.evidence()
                .holds(
                        "IORING_SQ_CQ_OVERFLOW stays set while more is kept",
                        seen.has(RingFlag.SQ_CQ_OVERFLOW),
                        "the SQ's flags are " + seen.memory().sqFlags());
        ring.expect(missing.toArray(Expected[]::new));
        ring.expectNothing();
    }
}
