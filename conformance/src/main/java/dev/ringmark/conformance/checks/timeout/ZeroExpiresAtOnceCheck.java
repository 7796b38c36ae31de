package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import java.time.Duration;

@Check(
        id = "timeout.zero_expires_at_once",
        statement = "S059",
        says = "A timeout of no time at all ends with -ETIME at once.",
        since = "5.4",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT")
final class ZeroExpiresAtOnceCheck {

    @OnRing
    void nothing_is_waited_for(TestRing ring) {
        long before = ring.kernel().nanoTime();
        Timeouts.relative(ring, Duration.ZERO, 0, 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.ETIME));
        long waited = ring.kernel().nanoTime() - before;
        Timeouts.endedAtOnce(ring.evidence(), waited);
    }
}
