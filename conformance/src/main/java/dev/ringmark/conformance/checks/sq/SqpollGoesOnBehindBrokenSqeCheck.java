package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "sq.sqpoll_goes_on_behind_broken_sqe",
        statement = "S025",
        says = "The SQPOLL thread goes on consuming behind an SQE that is refused.",
        source = "io_uring_sqpoll(7)",
        modes = RingMode.SQPOLL)
final class SqpollGoesOnBehindBrokenSqeCheck {

    @OnRing
    void every_sqe_is_consumed_without_another_submit(TestRing ring) {
        for (BrokenSqe kind : BrokenSqe.values()) {
            kind.prepare(ring, 1);
            ring.nop(2);
            kind.prepare(ring, 3);
            ring.nop(4);
            ring.submit(4);
            ring.expect(cqe(1, Errno.EINVAL), cqe(2, 0), cqe(3, Errno.EINVAL), cqe(4, 0));
        }
    }
}
