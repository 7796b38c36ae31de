package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "timeout.count_ends_it_early",
        statement = "S060",
        says = "A timeout with count N ends with 0 as soon as N other requests completed.",
        since = "5.4",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT")
final class CountEndsItEarlyCheck {

    @OnRing
    void two_nops_end_a_long_timeout(TestRing ring) {
        Timeouts.relative(ring, Timeouts.NEVER, 2, 1);
        ring.submit(1);
        ring.nop(2);
        ring.submit(1);
        ring.expect(cqe(2, 0));
        ring.nop(3);
        ring.submit(1);
        ring.expect(cqe(3, 0), cqe(1, 0));
    }
}
