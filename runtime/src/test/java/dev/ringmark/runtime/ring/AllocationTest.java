package dev.ringmark.runtime.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllocationTest {

    private static final int BATCH = 32;
    private static final int OPERATIONS = 100_000;
    private static final int ROUNDS = 30;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static RingOptions[] modes() {
        RingOptions plain = RingOptions.entries(BATCH);
        return new RingOptions[] {
            plain, plain.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN),
        };
    }

    /// The compilers allocate for themselves while they warm up, so rounds are made until one
    /// allocates nothing; what the loop allocates per operation shows in every round.
    @ParameterizedTest
    @MethodSource("modes")
    void operations_allocate_nothing_once_compiled(RingOptions options) { // SR-05
        HostNeeds.ring(options);
        long least = Long.MAX_VALUE;
        try (Ring ring = Ring.open(Kernel.host(), options)) {
            for (int round = 0; round < ROUNDS && least > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                long sum = run(ring);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                assertEquals((OPERATIONS - 1L) * OPERATIONS / 2, sum);
                least = Math.min(least, allocated);
            }
        }
        assertEquals(0, least, "bytes per " + OPERATIONS + " operations");
    }

    @Test
    void the_measure_itself_sees_one_object() { // the canary
        long before = threads.getCurrentThreadAllocatedBytes();
        Object[] kept = new Object[8];
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertNotNull(kept);
        assertTrue(allocated >= 8, "saw " + allocated);
    }

    private static long run(Ring ring) {
        long sum = 0;
        long userData = 0;
        while (userData < OPERATIONS) {
            for (int at = 0; at < BATCH; at++) {
                Sqe sqe = ring.nextSqe();
                assertNotNull(sqe);
                sqe.prepare(Opcode.NOP, -1, 0, 0, 0).userData(userData++);
            }
            if (ring.submitAndWait(BATCH) != BATCH) {
                throw new AssertionError("a short submit");
            }
            for (Cqe cqe = ring.peek(); cqe != null; cqe = ring.peek()) {
                sum += cqe.userData();
                ring.advance();
            }
        }
        return sum;
    }
}
