package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

@Check(
        id = "timeout.cancel_by_file_leaves_it",
        statement = "S066",
        says = "ASYNC_CANCEL by file never ends a timeout, which has none.",
        since = "5.19",
        source = "io_uring/cancel.c; io_uring_prep_cancel(3)",
        needs = "IORING_ASYNC_CANCEL_FD")
final class CancelByFileLeavesItCheck {

    @OnRing
    void the_timeout_goes_on(TestRing ring) {
        int fd = ring.testKernel().eventFd();
        Timeouts.relative(ring, Timeouts.NEVER, 0, 1);
        ring.submit(1);
        int flags = CancelFlag.FD.bits() | CancelFlag.ALL.bits();
        ring.sqe(Opcode.ASYNC_CANCEL, fd, 0, 0, 0).operationFlags(flags).userData(2);
        ring.submit(1);
        ring.expect(cqe(2, 0));
        Timeouts.remove(ring, 1, 3);
        ring.submit(1);
        ring.expect(cqe(3, 0), cqe(1, Errno.ECANCELED));
    }
}
