package dev.ringmark.conformance.checks.timeout;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

@Check(
        id = "timeout.minimum_wait_without_events_goes_on",
        statement = "S070",
        says =
                "A wait with a minimum time and no CQE goes on after that time, up to its "
                        + "timeout, and ends with -ETIME.",
        since = "6.12",
        source = "io_uring_enter(2), IORING_ENTER_EXT_ARG",
        needs = "IORING_FEAT_MIN_TIMEOUT")
final class MinimumWaitWithoutEventsGoesOnCheck {

    /* From the minimum time on, kernels take any wake-up of the waiting thread for an event, and
     * the wait returns 0 without one (6.18.15, on a loaded machine). Who waits looks, and goes on.
     */

    private static final int WAKES_MAX = 3;

    @OnRing
    void nothing_comes_and_the_timeout_decides(TestRing ring) {
        Duration timeout = Duration.ofMillis(20);
        MemorySegment argument = Waits.argument(ring, timeout, Duration.ofMillis(2));
        long before = ring.kernel().nanoTime();
        int result = Waits.enter(ring, 1, argument);
        for (int wakes = 0; wakes < WAKES_MAX && result == 0 && ring.collect() == 0; wakes++) {
            ring.evidence().observed("woken without a CQE");
            result = Waits.enter(ring, 1, argument);
        }
        long waited = ring.kernel().nanoTime() - before;
        ring.evidence().result("wait for 1, at least 2 ms, at most 20 ms", Errno.ETIME, result);
        Timeouts.lastedAtLeast(ring.evidence(), timeout, waited);
    }
}
