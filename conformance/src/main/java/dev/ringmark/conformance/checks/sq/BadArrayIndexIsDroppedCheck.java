package dev.ringmark.conformance.checks.sq;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.RingMemory;

@Check(
        id = "sq.bad_array_index_is_dropped",
        statement = "S021",
        says =
                "An SQ array entry that points behind the SQEs is dropped and counted in "
                        + "sq.dropped, without a CQE; enter returns 0 for it.",
        source = "io_uring_enter(2); io_uring/io_uring.c",
        // Without an SQ array there is nothing that could point elsewhere.
        modes = {
            RingMode.PLAIN,
            RingMode.SINGLE_ISSUER,
            RingMode.DEFER_TASKRUN,
            RingMode.COOP_TASKRUN,
            RingMode.SQPOLL,
            RingMode.SUBMIT_ALL,
            RingMode.CQE32
        })
final class BadArrayIndexIsDroppedCheck {

    @OnRing
    void it_is_counted_and_gives_no_cqe(TestRing ring) {
        RingMemory memory = ring.ring().memory();
        int dropped = 0;
        for (int nowhere : new int[] {memory.sqEntries(), -1}) {
            int index = memory.sqTail();
            int honest = memory.sqArray(index);
            ring.nop(1);
            memory.sqArray(index, nowhere);
            // With SQPOLL a submit says what it published.
            ring.submit(ring.mode() == RingMode.SQPOLL ? 1 : 0);
            memory.sqArray(index, honest);
            ring.evidence().result("SQEs left", 0, ring.ring().pending());
            ring.evidence().result("sq.dropped", ++dropped, memory.sqDropped());
            ring.expectNothing();
        }
    }
}
