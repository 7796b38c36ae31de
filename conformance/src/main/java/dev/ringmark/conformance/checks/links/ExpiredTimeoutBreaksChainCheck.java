package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.time.Duration;

@Check(
        id = "links.expired_timeout_breaks_chain",
        statement = "S049",
        says = "A timeout that expires gives -ETIME and breaks its chain.",
        since = "5.4",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT")
final class ExpiredTimeoutBreaksChainCheck {

    @OnRing
    void the_member_behind_it_is_cancelled(TestRing ring) {
        ring.timeout(ring.testKernel().timespec(Duration.ofMillis(1)), 0, 1).flag(SqeFlag.IO_LINK);
        ring.nop(2);
        ring.submit(2);
        ring.expect(cqe(1, Errno.ETIME), cqe(2, Errno.ECANCELED));
    }
}
