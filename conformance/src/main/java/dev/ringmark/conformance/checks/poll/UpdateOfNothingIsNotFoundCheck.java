package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.PollFlag;

@Check(
        id = "poll.update_of_nothing_is_not_found",
        statement = "S087",
        says = "An update of a poll that does not exist ends with -ENOENT.",
        since = "5.13",
        source = "io_uring_prep_poll_update(3)",
        needs = "IORING_POLL_UPDATE_EVENTS")
final class UpdateOfNothingIsNotFoundCheck {

    @OnRing
    void an_unknown_name_gives_ENOENT(TestRing ring) {
        Polls.update(ring, 99, PollFlag.UPDATE_EVENTS.bits(), Polls.POLLIN, 0, 2);
        ring.submit(1);
        ring.expect(cqe(2, Errno.ENOENT));
    }
}
