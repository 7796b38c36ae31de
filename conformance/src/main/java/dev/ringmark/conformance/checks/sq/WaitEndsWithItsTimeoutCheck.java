package dev.ringmark.conformance.checks.sq;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

@Check(
        id = "sq.wait_ends_with_its_timeout",
        statement = "S031",
        says = "A wait with a timeout and no CQE ends with -ETIME, and not before its time.",
        since = "5.11",
        source = "io_uring_enter(2), IORING_ENTER_EXT_ARG",
        needs = "IORING_ENTER_EXT_ARG")
final class WaitEndsWithItsTimeoutCheck {

    @OnRing
    void nothing_in_5_ms_gives_ETIME(TestRing ring) {
        Duration duration = Duration.ofMillis(5);
        MemorySegment timespec = ring.testKernel().timespec(duration);
        MemorySegment argument = ring.testKernel().memory(WaitArgumentLayout.SIZE);
        argument.set(JAVA_LONG, WaitArgumentLayout.TS, timespec.address());
        long before = ring.kernel().nanoTime();
        int result = Enters.await(ring, argument, WaitArgumentLayout.SIZE);
        long waited = ring.kernel().nanoTime() - before;
        ring.evidence().result("enter(min_complete 1, 5 ms)", Errno.ETIME, result);
        ring.evidence()
                .holds(
                        "it waits at least 5 ms",
                        waited >= duration.toNanos(),
                        "it waited " + waited / 1000 + " us");
    }
}
