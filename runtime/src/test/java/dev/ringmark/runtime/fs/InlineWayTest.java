package dev.ringmark.runtime.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.Errno;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When a write that could wait takes the ring: by a clock of the test's.
class InlineWayTest { // SPG-070

    private static final Duration FAST = Duration.ofNanos(2_000);
    private static final Duration SLOW = Duration.ofMillis(3);
    private static final long PAUSE_NS = 100_000_000;

    /// A file system without RWF_NOWAIT, whose writes take as long as they are told to.
    private static final class Disk extends ForwardingKernel {

        private long now;
        private Duration time = FAST;

        Disk() {
            super(Kernel.host());
        }

        @Override
        public long nanoTime() {
            return now;
        }

        /// With RWF_NOWAIT, then without.
        Kernel asKernel() {
            int[] calls = {0};
            return new OtherFileCalls(
                    this,
                    method -> {
                        if (!method.getName().equals("write")) {
                            return null;
                        }
                        if (calls[0]++ == 0) {
                            return Errno.EOPNOTSUPP.negative();
                        }
                        now += time.toNanos();
                        return 1;
                    });
        }
    }

    private final Disk disk = new Disk();
    private final InlineWay way =
            new InlineWay(disk.asKernel(), 1, FilePolicy.ADAPTIVE, false, () -> true);

    /// How many of some writes took the ring.
    private int byRing(int count, Duration time) {
        disk.time = time;
        int ring = 0;
        try (OwnedBuffer buffer = OwnedBuffer.allocate(1)) {
            for (int at = 0; at < count; at++) {
                ring += way.write(buffer, 0, 1, at) == InlineWay.TAKE_RING ? 1 : 0;
            }
        }
        return ring;
    }

    /// A thread that loses its CPU within a write makes it slow too.
    @Test
    void a_slow_write_among_fast_ones_is_not_the_files_affair() {
        for (int round = 0; round < 20; round++) {
            assertEquals(0, byRing(1, SLOW));
            assertEquals(0, byRing(50, FAST));
        }
    }

    @Test
    void a_file_that_holds_writers_up_takes_the_ring_longer_each_time() {
        assertEquals(0, byRing(2, SLOW));
        assertEquals(10, byRing(10, SLOW));
        disk.now += PAUSE_NS;
        assertEquals(0, byRing(1, SLOW)); // still slow
        disk.now += PAUSE_NS;
        assertEquals(1, byRing(1, FAST));
        disk.now += PAUSE_NS;
        assertEquals(0, byRing(50, FAST));
        assertEquals(0, byRing(2, SLOW));
        disk.now += PAUSE_NS;
        assertEquals(0, byRing(1, FAST)); // the first pause again
    }
}
