package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import java.time.Duration;

@Check(
        id = "timeout.firing_wakes_a_waiter",
        statement = "S068",
        says =
                "A timeout that fires wakes a waiter before it has what it waits for: enter "
                        + "returns with the one CQE.",
        since = "5.4",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT",
        needs = "IORING_FEAT_EXT_ARG")
final class FiringWakesAWaiterCheck {

    @OnRing
    void a_wait_for_four_ends_with_one(TestRing ring) {
        Timeouts.relative(ring, Duration.ofMillis(50), 0, 1);
        long before = ring.kernel().nanoTime();
        int result = ring.ring().submitAndWait(4, TestRing.PATIENCE);
        long waited = ring.kernel().nanoTime() - before;
        ring.evidence().result("submit 1 and wait for 4", 1, result);
        Timeouts.endedAtOnce(ring.evidence(), waited);
        ring.expect(cqe(1, Errno.ETIME));
    }
}
