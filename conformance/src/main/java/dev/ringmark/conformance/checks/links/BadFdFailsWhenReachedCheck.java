package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.bad_fd_fails_when_reached",
        statement = "S043",
        says =
                "A bad fd in a chain is an error of the moment it is used: members before it "
                        + "complete.",
        since = "5.18",
        source = "io_uring_setup(2), IORING_FEAT_LINKED_FILE",
        needs = "IORING_FEAT_LINKED_FILE")
final class BadFdFailsWhenReachedCheck {

    private static final int BAD_FD = Integer.MAX_VALUE;

    @OnRing
    void members_before_a_bad_fd_complete(TestRing ring) {
        ring.nop(1).flag(SqeFlag.IO_LINK);
        ring.read(BAD_FD, ring.testKernel().memory(1), 2).flag(SqeFlag.IO_LINK);
        ring.nop(3);
        ring.submit(3);
        ring.expect(cqe(1, 0), cqe(2, Errno.EBADF), cqe(3, Errno.ECANCELED));
    }
}
