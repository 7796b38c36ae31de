package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.TimeoutFlag;

@Check(
        id = "timeout.multishot_is_relative",
        statement = "S063",
        says = "A multishot timeout can not be absolute: it is refused with -EINVAL.",
        since = "6.4",
        source = "io_uring_prep_timeout(3)",
        needs = "IORING_TIMEOUT_MULTISHOT")
final class MultishotIsRelativeCheck {

    @OnRing
    void absolute_multishot_gives_EINVAL(TestRing ring) {
        Timeouts.absolute(ring, Timeouts.CLOCK_MONOTONIC, Timeouts.SHORT, 1)
                .operationFlags(TimeoutFlag.MULTISHOT.bits() | TimeoutFlag.ABS.bits());
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
    }
}
