package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.all_counts_matches",
        statement = "S075",
        says = "CANCEL_ALL ends every request of the name and is answered with their " + "number.",
        since = "5.19",
        source = "io_uring_prep_cancel(3)",
        needs = "IORING_ASYNC_CANCEL_ALL")
final class AllCountsMatchesCheck {

    @OnRing
    void three_namesakes_end_and_the_stranger_stays(TestRing ring) {
        for (int count = 0; count < 3; count++) {
            Targets.read(ring, 1);
        }
        TestKernel.Pipe other = Targets.read(ring, 5);
        ring.submit(4);
        Targets.cancel(ring, 1, CancelFlag.ALL.bits(), 2);
        ring.submit(1);
        ring.expect(
                cqe(2, 3),
                cqe(1, Errno.ECANCELED),
                cqe(1, Errno.ECANCELED),
                cqe(1, Errno.ECANCELED));
        ring.testKernel().write(other.writeEnd(), new byte[3]);
        ring.expect(cqe(5, 3));
    }
}
