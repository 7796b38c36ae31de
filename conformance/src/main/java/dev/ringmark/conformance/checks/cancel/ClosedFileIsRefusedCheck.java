package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.closed_file_is_refused",
        statement = "S076",
        says = "A cancel by an fd that is not open is answered with -EBADF.",
        since = "5.19",
        source = "io_uring_prep_cancel(3)",
        needs = "IORING_ASYNC_CANCEL_FD")
final class ClosedFileIsRefusedCheck {

    @OnRing
    void an_fd_that_is_not_open_gives_EBADF(TestRing ring) {
        Targets.cancelFile(ring, 999_999, 0, 0, 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EBADF));
    }
}
