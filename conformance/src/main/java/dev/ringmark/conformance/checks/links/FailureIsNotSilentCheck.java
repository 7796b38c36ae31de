package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.failure_is_not_silent",
        statement = "S054",
        says = "A request with IOSQE_CQE_SKIP_SUCCESS that fails posts a CQE with its error.",
        since = "5.17",
        source = "io_uring_enter(2), IOSQE_CQE_SKIP_SUCCESS",
        needs = "IORING_FEAT_CQE_SKIP")
final class FailureIsNotSilentCheck {

    @OnRing
    void a_failing_request_is_reported(TestRing ring) {
        Chains.failing(ring, 1).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.submit(1);
        ring.expect(cqe(1, Errno.ENOENT));
    }
}
