package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

@Check(
        id = "sq.close_of_own_ring_is_refused",
        statement = "S028",
        says = "A CLOSE of the ring it is submitted to ends with -EBADF, and the ring lives.",
        since = "5.6",
        source = "io_uring_enter(2), IORING_OP_CLOSE",
        needs = "IORING_OP_CLOSE")
final class CloseOfOwnRingIsRefusedCheck {

    @OnRing
    void it_gives_EBADF_and_the_ring_still_runs(TestRing ring) {
        ring.sqe(Opcode.CLOSE, ring.ring().fd(), 0, 0, 0).userData(1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EBADF));
        ring.nop(2);
        ring.submit(1);
        ring.expect(cqe(2, 0));
    }
}
