package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

/// The man page calls the combination undefined and the refusal the current state of things, so a
/// kernel that can do both is no worse.
@Check(
        id = "links.silence_disables_drain",
        statement = "S056",
        says =
                "Once a request with IOSQE_CQE_SKIP_SUCCESS was submitted, IOSQE_IO_DRAIN is "
                        + "refused with -EOPNOTSUPP on that ring.",
        since = "5.17",
        source = "io_uring_enter(2), IOSQE_CQE_SKIP_SUCCESS",
        needs = "IORING_FEAT_CQE_SKIP")
final class SilenceDisablesDrainCheck {

    @OnRing
    void a_drain_works_before_and_not_after(TestRing ring) {
        ring.nop(1).flag(SqeFlag.IO_DRAIN);
        ring.submit(1);
        ring.expect(cqe(1, 0));
        ring.nop(2).flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.submit(1);
        ring.nop(3).flag(SqeFlag.IO_DRAIN);
        ring.submit(1);
        Completion drained = ring.take();
        ring.evidence()
                .holds(
                        "cqe 3: -EOPNOTSUPP, or 0 where the restriction was lifted",
                        drained.equals(new Completion(3, Errno.EOPNOTSUPP.negative(), 0))
                                || drained.equals(new Completion(3, 0, 0)),
                        drained.toString());
        if (drained.result() == 0) {
            ring.evidence().variant("drains work in spite of silent requests");
        }
    }
}
