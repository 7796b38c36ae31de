package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// The memory a ring's timed waits are described in, allocated once per ring.
final class WaitArgument {

    private static final int POLLIN = 0x1;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final MemorySegment argument;
    private final MemorySegment timespec;

    WaitArgument(Arena arena) {
        argument = arena.allocate(WaitArgumentLayout.LAYOUT);
        timespec = arena.allocate(TimespecLayout.LAYOUT);
        argument.set(JAVA_LONG, WaitArgumentLayout.TS, timespec.address());
    }

    /// An argument for EXT_ARG that waits so long.
    MemorySegment timeout(Duration timeout) {
        timespec.set(JAVA_LONG, TimespecLayout.TV_SEC, timeout.toSeconds());
        timespec.set(JAVA_LONG, TimespecLayout.TV_NSEC, timeout.toNanosPart());
        return argument;
    }

    /// Polls the ring fd until so many CQEs are ready or the time has passed.
    ///
    /// The fd is readable while one CQE is visible, so beyond the first the wait is in slices; so
    /// it is with DEFER_TASKRUN, where what comes during the poll does not end it (seen on 6.18).
    ///
    /// @return 0, `-ETIME`, or what poll or enter failed with
    int poll(Ring ring, int minComplete, Duration timeout) {
        long start = ring.kernel().nanoTime();
        long budget = timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
        int wanted = Math.min(minComplete, ring.cqEntries());
        while (ring.cqReady() < wanted) {
            long left = budget - (ring.kernel().nanoTime() - start);
            if (left <= 0) {
                return Errno.ETIME.negative();
            }
            int milliseconds = (int) Math.min(Integer.MAX_VALUE, left / NANOS_PER_MILLI + 1);
            boolean isSliced = ring.cqReady() > 0 || ring.options().has(SetupFlag.DEFER_TASKRUN);
            int slice = isSliced ? Math.min(1, milliseconds) : milliseconds;
            int events = ring.cqReady() == 0 ? POLLIN : 0;
            int result = ring.kernel().calls().poll(ring.fd(), events, slice);
            if (result >= 0) {
                result = ring.flush();
            }
            if (result < 0) {
                return result;
            }
        }
        return 0;
    }
}
