package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.time.Duration;

@Check(
        id = "sq.iopoll_refuses_timeout",
        statement = "S032",
        says = "A TIMEOUT on an IOPOLL ring is submitted and ends with -EINVAL.",
        source = "io_uring_setup(2), IORING_SETUP_IOPOLL",
        modes = RingMode.NONE)
final class IopollRefusesTimeoutCheck {

    @OnRing
    void an_operation_without_polling_gives_EINVAL(TestKernel kernel) {
        TestRing ring = kernel.openRing(RingOptions.entries(8).with(SetupFlag.IOPOLL));
        ring.timeout(kernel.timespec(Duration.ofMillis(1)), 0, 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
        ring.evidence().result("other CQEs", 0, ring.collect());
    }
}
