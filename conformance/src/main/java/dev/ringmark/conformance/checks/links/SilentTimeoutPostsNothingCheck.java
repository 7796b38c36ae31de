package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.time.Duration;

@Check(
        id = "links.silent_timeout_posts_nothing",
        statement = "S054",
        says = "A linked timeout with IOSQE_CQE_SKIP_SUCCESS posts no CQE, expired or not.",
        since = "5.17",
        source = "io_uring_enter(2), IOSQE_CQE_SKIP_SUCCESS",
        needs = "IORING_FEAT_CQE_SKIP")
final class SilentTimeoutPostsNothingCheck {

    @OnRing
    void neither_expiry_nor_cancellation_is_reported(TestRing ring) {
        ring.nop(1).flag(SqeFlag.IO_LINK);
        Chains.linkTimeout(ring, Chains.NEVER, 2).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.submit(2);
        ring.expect(cqe(1, 0));
        ring.expectNothing();
        Chains.read(ring, ring.testKernel().pipe(), 3).flag(SqeFlag.IO_LINK);
        Chains.linkTimeout(ring, Duration.ofMillis(1), 4).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.submit(2);
        ring.expect(cqe(3, Errno.ECANCELED));
        ring.expectNothing();
    }
}
