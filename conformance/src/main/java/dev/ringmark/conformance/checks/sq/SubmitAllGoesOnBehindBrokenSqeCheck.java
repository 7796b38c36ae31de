package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "sq.submit_all_goes_on_behind_broken_sqe",
        statement = "S023",
        says =
                "With SUBMIT_ALL a batch goes on behind an SQE that is refused, and every "
                        + "SQE gets its CQE.",
        since = "5.18",
        source = "io_uring_setup(2), IORING_SETUP_SUBMIT_ALL",
        modes = RingMode.SUBMIT_ALL)
final class SubmitAllGoesOnBehindBrokenSqeCheck {

    @OnRing
    void all_three_are_submitted(TestRing ring) {
        for (BrokenSqe kind : BrokenSqe.values()) {
            kind.prepare(ring, 1);
            ring.nop(2);
            ring.nop(3);
            ring.submit(3);
            ring.expect(cqe(1, Errno.EINVAL), cqe(2, 0), cqe(3, 0));
        }
    }
}
