package dev.ringmark.conformance.checks.poll;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.PollFlag;

/* The header has IORING_POLL_ADD_LEVEL since 6.0, but it was switched off before 6.0 was released,
 * because it did not trigger by level (lore.kernel.org/io-uring, 2022-09-28, "IORING_POLL_ADD_LEVEL
 * doesn't provide level triggered poll"). So the flag is no feature to be missed: a kernel refuses
 * it, or one day brings it back and then it has to work. */
@Check(
        id = "poll.level_triggered_is_refused",
        statement = "S090",
        says =
                "POLL_ADD_LEVEL, a constant of the header that was disabled before its release, is"
                        + " refused with -EINVAL; a kernel that takes it must deliver events.",
        since = "5.13",
        source = "linux/io_uring.h; lore.kernel.org/io-uring, 2022-09-28",
        needs = "IORING_POLL_ADD_MULTI")
final class LevelTriggeredIsRefusedCheck {

    @OnRing(entries = 8, cqEntries = 64)
    void a_level_triggered_poll_is_refused_or_works(TestRing ring) {
        int fd = ring.testKernel().eventFd();
        int mode = PollFlag.ADD_MULTI.bits() | PollFlag.ADD_LEVEL.bits();
        Polls.signal(ring, fd);
        Polls.add(ring, fd, mode, Polls.POLLIN, 1);
        ring.submit(1);
        ring.evidence().expected("cqe 1: -EINVAL, or 1 MORE where the flag works");
        Completion seen = ring.take();
        if (seen.result() == Errno.EINVAL.negative()) {
            return;
        }
        ring.evidence().variant("this kernel takes IORING_POLL_ADD_LEVEL");
        ring.evidence().holds("it is readable", seen.result() == Polls.POLLIN, seen.toString());
        Polls.removeWhateverIsLeft(ring, 1, 2);
    }
}
