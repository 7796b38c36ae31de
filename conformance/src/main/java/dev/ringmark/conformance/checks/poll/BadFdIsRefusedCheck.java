package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "poll.bad_fd_is_refused",
        statement = "S088",
        says = "A poll of an fd that is not open ends with -EBADF.",
        since = "5.1",
        source = "io_uring_enter(2), ERRORS")
final class BadFdIsRefusedCheck {

    @OnRing
    void an_fd_that_is_not_open_gives_EBADF(TestRing ring) {
        Polls.add(ring, 999_999, Polls.POLLIN, 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EBADF));
    }
}
