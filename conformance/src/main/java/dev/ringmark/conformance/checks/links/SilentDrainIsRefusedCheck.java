package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.silent_drain_is_refused",
        statement = "S056",
        says =
                "One request with both IOSQE_CQE_SKIP_SUCCESS and IOSQE_IO_DRAIN is refused with "
                        + "-EOPNOTSUPP.",
        since = "5.17",
        source = "io_uring_enter(2), IOSQE_CQE_SKIP_SUCCESS",
        needs = "IORING_FEAT_CQE_SKIP")
final class SilentDrainIsRefusedCheck {

    @OnRing
    void both_flags_at_once_are_refused(TestRing ring) {
        ring.nop(1).flag(SqeFlag.IO_DRAIN).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EOPNOTSUPP));
    }
}
