package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "poll.multishot_is_level_then_edge",
        statement = "S086",
        says =
                "A multishot poll reports readiness at submit, then each new event once, every "
                        + "CQE with F_MORE.",
        since = "5.13",
        source = "io_uring_prep_poll_multishot(3)",
        needs = "IORING_POLL_ADD_MULTI")
final class MultishotIsLevelThenEdgeCheck {

    @OnRing
    void each_write_is_one_event_until_it_is_cancelled(TestRing ring) {
        int fd = ring.testKernel().eventFd();
        Polls.signal(ring, fd);
        Polls.addMultishot(ring, fd, Polls.POLLIN, 1);
        ring.submit(1);
        ring.expect(cqe(1, Polls.POLLIN).with(CqeFlag.MORE));
        ring.expectNothing();
        for (int round = 0; round < 3; round++) {
            Polls.signal(ring, fd);
            ring.expect(cqe(1, Polls.POLLIN).with(CqeFlag.MORE));
            ring.expectNothing();
        }
        Polls.remove(ring, 1, 2);
        ring.submit(1);
        ring.expect(cqe(2, 0), cqe(1, Errno.ECANCELED));
        Polls.signal(ring, fd);
        ring.expectNothing();
    }
}
