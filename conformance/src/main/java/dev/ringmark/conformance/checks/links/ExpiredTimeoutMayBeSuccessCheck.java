package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.time.Duration;

@Check(
        id = "links.expired_timeout_may_be_success",
        statement = "S049",
        says =
                "A timeout with IORING_TIMEOUT_ETIME_SUCCESS that expires gives -ETIME and keeps "
                        + "its chain.",
        since = "5.16",
        source = "io_uring_prep_timeout(3), IORING_TIMEOUT_ETIME_SUCCESS",
        needs = "IORING_TIMEOUT_ETIME_SUCCESS")
final class ExpiredTimeoutMayBeSuccessCheck {

    @OnRing
    void the_member_behind_it_runs(TestRing ring) {
        ring.timeout(ring.testKernel().timespec(Duration.ofMillis(1)), 0, 1)
                .operationFlags(TimeoutFlag.ETIME_SUCCESS.bits())
                .flag(SqeFlag.IO_LINK);
        ring.nop(2);
        ring.submit(2);
        ring.expectInOrder(cqe(1, Errno.ETIME), cqe(2, 0));
    }
}
