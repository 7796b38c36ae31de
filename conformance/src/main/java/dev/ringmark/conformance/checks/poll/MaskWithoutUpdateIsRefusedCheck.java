package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.PollFlag;

@Check(
        id = "poll.mask_without_update_is_refused",
        statement = "S087",
        says =
                "A new mask without POLL_UPDATE_EVENTS is refused with -EINVAL, and the poll "
                        + "stays armed.",
        since = "5.13",
        source = "io_uring_prep_poll_update(3)",
        needs = "IORING_POLL_UPDATE_USER_DATA")
final class MaskWithoutUpdateIsRefusedCheck {

    @OnRing
    void a_mask_that_nothing_asks_for_gives_EINVAL(TestRing ring) {
        int fd = ring.testKernel().eventFd();
        Polls.add(ring, fd, Polls.POLLIN, 1);
        ring.submit(1);
        Polls.update(ring, 1, PollFlag.UPDATE_USER_DATA.bits(), Polls.POLLOUT, 7, 2);
        ring.submit(1);
        ring.expect(cqe(2, Errno.EINVAL));
        Polls.signal(ring, fd);
        ring.expect(cqe(1, Polls.POLLIN));
    }
}
