package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

@Check(
        id = "timeout.minimum_wait_takes_what_is_there",
        statement = "S070",
        says =
                "A wait with a minimum time ends after that time with the CQEs that are "
                        + "there, however few, and not before.",
        since = "6.12",
        source = "io_uring_enter(2), IORING_ENTER_EXT_ARG; io_uring_submit_and_wait_min_timeout(3)",
        needs = "IORING_FEAT_MIN_TIMEOUT")
final class MinimumWaitTakesWhatIsThereCheck {

    @OnRing
    void one_of_four_is_enough_after_20_ms(TestRing ring) {
        Duration least = Duration.ofMillis(20);
        ring.nop(1);
        ring.submit(1);
        MemorySegment argument = Waits.argument(ring, TestRing.PATIENCE, least);
        long before = ring.kernel().nanoTime();
        int result = Waits.enter(ring, 4, argument);
        long waited = ring.kernel().nanoTime() - before;
        ring.evidence().result("wait for 4, at least 20 ms", 0, result);
        Timeouts.lastedAtLeast(ring.evidence(), least, waited);
        Timeouts.endedAtOnce(ring.evidence(), waited);
        ring.expect(cqe(1, 0));
    }
}
