package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "timeout.remove_ends_it",
        statement = "S064",
        says =
                "Removing a timeout is answered with 0 and the timeout ends with "
                        + "-ECANCELED; of an unknown name, with -ENOENT.",
        since = "5.5",
        source = "io_uring_prep_timeout_remove(3)")
final class RemoveEndsItCheck {

    @OnRing
    void it_is_found_once(TestRing ring) {
        Timeouts.relative(ring, Timeouts.NEVER, 0, 1);
        ring.submit(1);
        Timeouts.remove(ring, 1, 2);
        ring.submit(1);
        ring.expect(cqe(2, 0), cqe(1, Errno.ECANCELED));
        Timeouts.remove(ring, 1, 3);
        ring.submit(1);
        ring.expect(cqe(3, Errno.ENOENT));
    }
}
