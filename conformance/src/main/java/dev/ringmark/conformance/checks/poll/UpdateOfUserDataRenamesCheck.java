package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.PollFlag;

@Check(
        id = "poll.update_of_user_data_renames",
        statement = "S087",
        says =
                "POLL_UPDATE_USER_DATA renames a waiting poll: its CQE carries the new name, "
                        + "and only that.",
        since = "5.13",
        source = "io_uring_prep_poll_update(3)",
        needs = "IORING_POLL_UPDATE_USER_DATA")
final class UpdateOfUserDataRenamesCheck {

    @OnRing
    void the_completion_has_the_new_name(TestRing ring) {
        int fd = ring.testKernel().eventFd();
        Polls.add(ring, fd, Polls.POLLIN, 1);
        ring.submit(1);
        ring.expectNothing();
        Polls.update(ring, 1, PollFlag.UPDATE_USER_DATA.bits(), 0, 7, 2);
        ring.submit(1);
        ring.expect(cqe(2, 0));
        Polls.signal(ring, fd);
        ring.expect(cqe(7, Polls.POLLIN));
    }
}
