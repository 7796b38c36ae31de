package dev.ringmark.conformance.checks.timeout;

import dev.ringmark.conformance.fixture.Evidence;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// How the timeouts of this family are written (io_uring_prep_timeout(3)).
final class Timeouts {

    /// Clocks of time.h.
    static final int CLOCK_REALTIME = 0;

    static final int CLOCK_MONOTONIC = 1;
    static final int CLOCK_BOOTTIME = 7;

    /// Long enough that no check waits for it.
    static final Duration NEVER = Duration.ofHours(1);

    /// Short enough to wait for, long enough to measure.
    static final Duration SHORT = Duration.ofMillis(5);

    private Timeouts() {}

    /// A relative timeout, pure or with a count of completions.
    static Sqe relative(TestRing ring, Duration duration, int count, long userData) {
        return ring.timeout(ring.testKernel().timespec(duration), count, userData);
    }

    /// An absolute timeout on a clock, so long from now; the clock's flag is the caller's affair.
    static Sqe absolute(TestRing ring, int clockId, Duration fromNow, long userData) {
        long deadline = ring.kernel().calls().clock(clockId) + fromNow.toNanos();
        return ring.timeout(ring.testKernel().timespec(Duration.ofNanos(deadline)), 0, userData);
    }

    /// Removes a timeout by name.
    static Sqe remove(TestRing ring, long target, long userData) {
        return ring.sqe(Opcode.TIMEOUT_REMOVE, -1, target, 0, 0).userData(userData);
    }

    /// Gives a timeout a new time.
    static Sqe update(TestRing ring, long target, Duration duration, long userData) {
        MemorySegment timespec = ring.testKernel().timespec(duration);
        return ring.sqe(Opcode.TIMEOUT_REMOVE, -1, target, 0, timespec.address())
                .operationFlags(TimeoutFlag.UPDATE.bits())
                .userData(userData);
    }

    /// It must not have been shorter than this.
    static void lastedAtLeast(Evidence evidence, Duration least, long nanos) {
        evidence.holds(
                "it lasts at least " + least.toMillis() + " ms",
                nanos >= least.toNanos(),
                "it lasted " + nanos / 1000 + " us");
    }

    /// It must not have taken what an honest wait would.
    static void endedAtOnce(Evidence evidence, long nanos) {
        evidence.holds(
                "it ends at once, long before " + TestRing.PATIENCE.toSeconds() + " s",
                nanos < TestRing.PATIENCE.toNanos() / 2,
                "it took " + nanos / 1000 + " us");
    }
}
