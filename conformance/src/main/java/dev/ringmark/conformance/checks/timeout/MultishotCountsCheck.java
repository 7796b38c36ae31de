package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.time.Duration;

@Check(
        id = "timeout.multishot_counts",
        statement = "S063",
        says =
                "A multishot timeout with count N posts N CQEs with -ETIME, all but the "
                        + "last with F_MORE.",
        since = "6.4",
        source = "io_uring_prep_timeout(3)",
        needs = "IORING_TIMEOUT_MULTISHOT")
final class MultishotCountsCheck {

    @OnRing
    void three_times_and_no_fourth(TestRing ring) {
        Timeouts.relative(ring, Duration.ofMillis(2), 3, 1)
                .operationFlags(TimeoutFlag.MULTISHOT.bits());
        ring.submit(1);
        ring.expectInOrder(
                cqe(1, Errno.ETIME).with(CqeFlag.MORE),
                cqe(1, Errno.ETIME).with(CqeFlag.MORE),
                cqe(1, Errno.ETIME));
        Timeouts.remove(ring, 1, 2);
        ring.submit(1);
        ring.expect(cqe(2, Errno.ENOENT));
    }
}
