package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.any_ends_everything",
        statement = "S075",
        says = "CANCEL_ANY ends requests of every kind and is answered with their number.",
        since = "5.19",
        source = "io_uring_prep_cancel(3)",
        needs = "IORING_ASYNC_CANCEL_ANY")
final class AnyEndsEverythingCheck {

    @OnRing
    void a_read_a_poll_and_a_timeout_end(TestRing ring) {
        Targets.read(ring, 1);
        Targets.poll(ring, 2);
        ring.timeout(ring.testKernel().timespec(TestRing.PATIENCE.multipliedBy(6)), 0, 3);
        ring.submit(3);
        ring.expectNothing();
        Targets.cancel(ring, 0, CancelFlag.ANY.bits() | CancelFlag.ALL.bits(), 4);
        ring.submit(1);
        ring.expect(
                cqe(4, 3),
                cqe(1, Errno.ECANCELED),
                cqe(2, Errno.ECANCELED),
                cqe(3, Errno.ECANCELED));
    }
}
