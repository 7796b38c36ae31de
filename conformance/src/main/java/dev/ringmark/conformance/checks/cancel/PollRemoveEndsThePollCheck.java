package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

@Check(
        id = "cancel.poll_remove_ends_the_poll",
        statement = "S082",
        says =
                "POLL_REMOVE is answered with 0 and its poll ends with -ECANCELED; of an "
                        + "unknown name, with -ENOENT.",
        since = "5.1",
        source = "io_uring_prep_poll_remove(3)")
final class PollRemoveEndsThePollCheck {

    @OnRing
    void a_poll_is_removed_once(TestRing ring) {
        Targets.poll(ring, 1);
        ring.submit(1);
        ring.expectNothing();
        ring.sqe(Opcode.POLL_REMOVE, -1, 1, 0, 0).userData(2);
        ring.submit(1);
        ring.expect(cqe(2, 0), cqe(1, Errno.ECANCELED));
        ring.sqe(Opcode.POLL_REMOVE, -1, 1, 0, 0).userData(3);
        ring.submit(1);
        ring.expect(cqe(3, Errno.ENOENT));
    }
}
