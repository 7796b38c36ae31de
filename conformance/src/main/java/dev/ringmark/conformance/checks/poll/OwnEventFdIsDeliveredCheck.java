package dev.ringmark.conformance.checks.poll;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CqeFlag;

@Check(
        id = "poll.own_event_fd_is_delivered",
        statement = "S089",
        says =
                "A multishot poll of the eventfd that its own ring signals reports each trigger; it"
                        + " may end, and must say so by a CQE without F_MORE.",
        since = "5.13",
        source = "io_uring_register_eventfd(3); liburing issue 1611, fixed in 7.0 and stable",
        needs = "IORING_POLL_ADD_MULTI")
final class OwnEventFdIsDeliveredCheck {

    /// Every CQE signals the eventfd, the poll's own too. The kernel sees through the circle by
    /// ending the poll; a kernel that keeps F_MORE and then stays silent is stuck.
    @OnRing(entries = 8, cqEntries = 64)
    void two_triggers_are_both_seen(TestRing ring) {
        int fd = ring.testKernel().eventFd();
        ring.evidence().result("register eventfd", 0, Polls.registerEventFd(ring, fd));
        Polls.addMultishot(ring, fd, Polls.POLLIN, 1);
        ring.submit(1);
        boolean armed = true;
        for (int trigger = 1; trigger <= 2; trigger++) {
            if (!armed) {
                Polls.drain(ring, fd);
                Polls.addMultishot(ring, fd, Polls.POLLIN, 1);
                ring.submit(1);
            }
            Polls.signal(ring, fd);
            ring.evidence().expected("cqe 1: 1 after trigger " + trigger);
            Completion seen = ring.take();
            boolean readable = seen.userData() == 1 && seen.result() == Polls.POLLIN;
            ring.evidence().holds("trigger " + trigger + " is seen", readable, seen.toString());
            armed = seen.has(CqeFlag.MORE);
        }
        ring.evidence().result("unregister eventfd", 0, Polls.unregisterEventFd(ring));
        Polls.removeWhateverIsLeft(ring, 1, 2);
    }
}
