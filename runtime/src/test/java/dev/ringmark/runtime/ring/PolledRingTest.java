package dev.ringmark.runtime.ring;

import static dev.ringmark.runtime.ring.Completions.next;
import static dev.ringmark.runtime.ring.Completions.nops;
import static dev.ringmark.runtime.ring.Completions.reap;
import static dev.ringmark.runtime.ring.Completions.take;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Attempt;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rings whose submission or completion is polled instead of signalled.
class PolledRingTest {

    private static final int O_RDWR_CREAT = 0102;
    private static final int O_DIRECT =
            System.getProperty("os.arch").equals("aarch64") ? 0200000 : 040000;
    private static final int BLOCK = 4096;
    private static final int EOPNOTSUPP = Errno.EOPNOTSUPP.negative();

    private final SystemCalls calls = Kernel.host().calls();

    @Test
    void an_idle_sq_thread_sleeps_and_the_next_submit_wakes_it() { // S178, UM-06
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(4).withSqThread(1))) {
            for (int round = 0; round < 3; round++) {
                long deadline = System.nanoTime() + Completions.PATIENCE.toNanos();
                while (!ring.has(RingFlag.SQ_NEED_WAKEUP)) {
                    assertTrue(System.nanoTime() < deadline, "the thread never sleeps");
                    int waited = ring.submitAndWait(1, Duration.ofMillis(2));
                    assertEquals(Errno.ETIME.negative(), waited);
                }
                nops(ring, round, 1);
                assertEquals(1, ring.submit());
                assertEquals(0, ring.submitAndWait(1, Completions.PATIENCE));
                assertEquals(round, reap(ring).userData());
                assertEquals(0, ring.pending());
            }
        }
    }

    @Test
    void a_busy_sq_thread_takes_all_without_being_called() { // S025
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(4).withSqThread(1000))) {
            next(ring).prepare(200, -1, 0, 0, 0).userData(1);
            nops(ring, 2, 2);
            assertEquals(3, ring.submit());
            int result = ring.submitAndWait(3, Completions.PATIENCE);
            assertTrue(result >= 0, () -> "enter returned " + result);
            assertEquals(Errno.EINVAL.negative(), reap(ring).result());
            assertEquals(2, reap(ring).userData());
            assertEquals(3, reap(ring).userData());
        }
    }

    @Test
    void what_was_published_does_not_hide_that_an_enter_failed() { // C-08
        Faulty kernel = Faulty.over(Kernel.host());
        try (Ring ring = Ring.open(kernel, RingOptions.entries(4).withSqThread(1000))) {
            Predicate<Attempt> isEnter = attempt -> attempt.call() == Call.ENTER;
            kernel.when(isEnter, 1, Fault.errno(Errno.EBADR));
            nops(ring, 1, 1);
            int dropped = ring.submitAndWait(1, Completions.PATIENCE);
            assertEquals(Errno.EBADR.negative(), dropped);
            int waited = ring.submitAndWait(1, Completions.PATIENCE);
            assertTrue(waited >= 0, () -> "enter returned " + waited);
            assertEquals(1, reap(ring).userData());
        }
    }

    @Test
    void a_polled_ring_refuses_what_cannot_be_polled(@TempDir Path folder) { // S032
        RingOptions options = RingOptions.entries(4).with(SetupFlag.IOPOLL);
        int file = calls.open(folder.resolve("buffered").toString(), O_RDWR_CREAT, 0600);
        try (Ring ring = Ring.open(Kernel.host(), options);
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(BLOCK, BLOCK);
            next(ring).prepare(Opcode.TIMEOUT, -1, memory.address(), 1, 0);
            assertEquals(Errno.EINVAL.negative(), take(ring).result());
            next(ring).prepare(Opcode.READ, file, memory.address(), BLOCK, 0);
            assertEquals(EOPNOTSUPP, take(ring).result());
        } finally {
            calls.close(file);
        }
    }

    @Test
    void direct_reads_complete_by_polling_or_say_that_they_cannot() { // S032
        Path target = Path.of("target", "iopoll.bin").toAbsolutePath();
        int file = calls.open(target.toString(), O_RDWR_CREAT | O_DIRECT, 0600);
        assertTrue(file >= 0, () -> "open(O_DIRECT) of " + target + " returned " + file);
        RingOptions options = RingOptions.entries(4).with(SetupFlag.IOPOLL);
        try (Ring plain = Ring.open(Kernel.host(), RingOptions.entries(4));
                Ring ring = Ring.open(Kernel.host(), options);
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(BLOCK, BLOCK);
            next(plain).prepare(Opcode.WRITE, file, memory.fill((byte) 7).address(), BLOCK, 0);
            assertEquals(BLOCK, take(plain).result());
            memory.fill((byte) 0);
            next(ring).prepare(Opcode.READ, file, memory.address(), BLOCK, 0);
            int result = take(ring).result();
            byte last = memory.get(JAVA_BYTE, BLOCK - 1);
            // A file system or device without polling answers -EOPNOTSUPP: io_uring_setup(2).
            assertTrue(
                    (result == BLOCK && last == 7) || (result == EOPNOTSUPP && last == 0),
                    () -> "result " + Errno.describe(result) + ", last byte " + last);
            assertFalse(ring.has(RingFlag.SQ_CQ_OVERFLOW));
        } finally {
            calls.close(file);
        }
    }
}
