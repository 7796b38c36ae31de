package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.first_match_only",
        statement = "S074",
        says =
                "Without CANCEL_ALL one of several requests of the same name ends, and the "
                        + "others go on.",
        since = "5.5",
        source = "io_uring_prep_cancel(3)")
final class FirstMatchOnlyCheck {

    @OnRing
    void one_of_two_namesakes_ends(TestRing ring) {
        TestKernel.Pipe first = Targets.read(ring, 1);
        TestKernel.Pipe second = Targets.read(ring, 1);
        ring.submit(2);
        ring.cancel(1, 2);
        ring.submit(1);
        ring.expect(cqe(2, 0), cqe(1, Errno.ECANCELED));
        ring.expectNothing();
        ring.testKernel().write(first.writeEnd(), new byte[3]);
        ring.testKernel().write(second.writeEnd(), new byte[3]);
        ring.expect(cqe(1, 3));
    }
}
