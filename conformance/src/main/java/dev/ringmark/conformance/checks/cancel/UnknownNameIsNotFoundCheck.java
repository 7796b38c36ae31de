package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.unknown_name_is_not_found",
        statement = "S074",
        says =
                "A cancel by user data that matches nothing is answered with -ENOENT, and "
                        + "nothing ends.",
        since = "5.5",
        source = "io_uring_prep_cancel(3)")
final class UnknownNameIsNotFoundCheck {

    @OnRing
    void nothing_matches_and_nothing_ends(TestRing ring) {
        TestKernel.Pipe pipe = Targets.read(ring, 1);
        ring.submit(1);
        ring.cancel(99, 2);
        ring.submit(1);
        ring.expect(cqe(2, Errno.ENOENT));
        ring.testKernel().write(pipe.writeEnd(), new byte[3]);
        ring.expect(cqe(1, 3));
    }
}
