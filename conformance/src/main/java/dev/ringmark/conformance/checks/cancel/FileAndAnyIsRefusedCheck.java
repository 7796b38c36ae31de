package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.file_and_any_is_refused",
        statement = "S076",
        says = "CANCEL_FD and CANCEL_ANY contradict each other and are refused with " + "-EINVAL.",
        since = "5.19",
        source = "io_uring_prep_cancel(3)",
        needs = {"IORING_ASYNC_CANCEL_FD", "IORING_ASYNC_CANCEL_ANY"})
final class FileAndAnyIsRefusedCheck {

    @OnRing
    void the_contradiction_gives_EINVAL(TestRing ring) {
        int fd = ring.testKernel().pipe().readEnd();
        Targets.cancelFile(ring, fd, 0, CancelFlag.ANY.bits(), 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
    }
}
