package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

/// Not on CQE32 rings, where every CQE is wide.
@Check(
        id = "overflow.wide_nop_needs_wide_completions",
        statement = "S042",
        says = "A NOP that asks for a 32-byte CQE ends with -EINVAL on a ring of 16-byte CQEs.",
        since = "6.18",
        source = "linux/io_uring.h, IORING_NOP_CQE32",
        modes = {
            RingMode.PLAIN,
            RingMode.SINGLE_ISSUER,
            RingMode.DEFER_TASKRUN,
            RingMode.COOP_TASKRUN,
            RingMode.SQPOLL,
            RingMode.NO_SQARRAY,
            RingMode.SUBMIT_ALL
        },
        needs = "IORING_NOP_CQE32")
final class WideNopNeedsWideCompletionsCheck {

    @OnRing
    void a_narrow_ring_gives_EINVAL(TestRing ring) {
        WideNops.prepare(ring, 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
    }
}
