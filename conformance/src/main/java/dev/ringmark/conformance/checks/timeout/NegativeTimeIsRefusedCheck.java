package dev.ringmark.conformance.checks.timeout;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.uapi.Errno;

/* A cancel behind each timeout tells the two kernels apart without waiting: it finds a timeout that
 * was taken, and none that was refused. */
@Check(
        id = "timeout.negative_time_is_refused",
        statement = "S062",
        says =
                "A timespec with a negative part is refused with -EINVAL since 5.16; older kernels"
                        + " may take it for a time.",
        since = "5.4",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT; commit f6223ff79966 (5.16)")
final class NegativeTimeIsRefusedCheck {

    private static final KernelVersion REFUSED_SINCE = KernelVersion.parse("5.16");
    private static final Completion REFUSED = new Completion(1, Errno.EINVAL.negative(), 0);

    @OnRing
    void negative_seconds_and_nanoseconds_give_EINVAL(TestRing ring) {
        refuses(ring, -1, 0);
        refuses(ring, 0, -1);
    }

    private static void refuses(TestRing ring, long seconds, long nanoseconds) {
        ring.evidence().expected("cqe 1: -EINVAL, or before 5.16 also -ETIME or -ECANCELED");
        ring.timeout(ring.testKernel().timespec(seconds, nanoseconds), 0, 1);
        ring.submit(1);
        ring.cancel(1, 2);
        ring.submit(1);
        Completion one = ring.take();
        Completion other = ring.take();
        Completion seen = one.userData() == 1 ? one : other;
        if (seen.equals(REFUSED)) {
            return;
        }
        boolean isOld = !KernelVersion.parse(ring.kernel().release()).reaches(REFUSED_SINCE);
        boolean isTaken =
                seen.equals(new Completion(1, Errno.ETIME.negative(), 0))
                        || seen.equals(new Completion(1, Errno.ECANCELED.negative(), 0));
        ring.evidence().holds("it is refused", isOld && isTaken, seen.toString());
        ring.evidence().variant("a kernel before 5.16 takes a negative time");
    }
}
