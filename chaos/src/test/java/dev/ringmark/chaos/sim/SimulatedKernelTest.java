package dev.ringmark.chaos.sim;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Mapping;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the simulated kernel promises beyond what a real one does.
class SimulatedKernelTest {

    private final Arena arena = Arena.ofConfined();
    private final PagePool pool = new PagePool();
    private final SimulatedKernel kernel =
            new SimulatedKernel(SimulatedKernel.Options.of(Profile.of("6.18"), 1), pool);

    @AfterEach
    void close() {
        kernel.close();
        pool.close();
        arena.close();
    }

    @Test
    void the_same_seed_leaves_the_same_trace() { // I-25
        MemorySegment memory = arena.allocate(64);
        Set<Long> hashes = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            SeedRate.Outcome first = SeedRate.run(seed, pool, memory);
            assertEquals(first, SeedRate.run(seed, pool, memory));
            hashes.add(first.hash());
        }
        assertTrue(hashes.size() > 190, () -> hashes.size() + " traces of 200 seeds");
    }

    @Test
    void memory_and_fds_are_where_they_were_after_a_thousand_kernels() {
        MemorySegment memory = arena.allocate(64);
        SeedRate.run(0, pool, memory);
        long before = pool.size();
        for (long seed = 1; seed <= 1000; seed++) {
            assertEquals(0, SeedRate.run(seed, pool, memory).openFds());
        }
        assertEquals(before, pool.size());
    }

    @Test
    void a_wait_that_can_never_end_is_a_verdict_at_once() {
        int[] pipe = pipe();
        try (Ring ring = open()) {
            read(ring, pipe[0], 1);
            DeadlockException verdict =
                    assertThrows(DeadlockException.class, () -> ring.submitAndWait(1));
            assertTrue(verdict.toString().contains("1 CQEs"), verdict::toString);
        }
    }

    @Test
    void a_wait_with_a_timeout_takes_no_time_but_the_simulated() {
        try (Ring ring = open()) {
            long before = kernel.nanoTime();
            int result = ring.submitAndWait(1, Duration.ofDays(30));
            assertEquals(Errno.ETIME.negative(), result);
            assertTrue(kernel.nanoTime() - before >= Duration.ofDays(30).toNanos());
        }
    }

    @Test
    void somebody_else_ends_a_wait_when_time_gets_there() { // I-07
        int[] pipe = pipe();
        MemorySegment bytes = arena.allocateFrom("wake");
        try (Ring ring = open()) {
            read(ring, pipe[0], 1);
            long before = kernel.nanoTime();
            kernel.schedule(Duration.ofMillis(5), () -> kernel.calls().write(pipe[1], bytes));
            assertEquals(1, ring.submitAndWait(1));
            assertEquals(5, Objects.requireNonNull(ring.peek()).result());
            assertTrue(kernel.nanoTime() - before >= Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void a_read_goes_on_with_its_file_when_the_number_is_anothers() { // K10
        int[] first = pipe();
        try (Ring ring = open()) {
            MemorySegment into = read(ring, first[0], 1);
            ring.submit();
            kernel.close(first[0]);
            int[] second = pipe();
            assertEquals(first[0], second[0], "the number is reused");
            kernel.calls().write(second[1], arena.allocateFrom("wrong"));
            kernel.calls().write(first[1], arena.allocateFrom("right"));
            ring.submitAndWait(1);
            Cqe cqe = Objects.requireNonNull(ring.peek());
            assertEquals(6, cqe.result());
            assertEquals("right", into.getString(0));
        }
    }

    @Test
    void memory_is_scribbled_over_while_a_read_waits_for_it() { // I-04
        int[] pipe = pipe();
        int scribbled = 0;
        try (Ring ring = open()) {
            for (int count = 0; count < 20; count++) {
                MemorySegment into = read(ring, pipe[0], count);
                ring.submit();
                scribbled += into.getAtIndex(JAVA_LONG, 0) != 0 ? 1 : 0;
                kernel.calls().write(pipe[1], arena.allocateFrom("12345"));
                ring.submitAndWait(1);
                assertEquals("12345", into.getString(0));
                ring.advance();
            }
        }
        assertNotEquals(0, scribbled);
    }

    @Test
    void a_stuck_device_can_not_be_cancelled() { // C-30
        int fd = kernel.openStuckDevice();
        try (Ring ring = open()) {
            read(ring, fd, 1);
            next(ring).prepare(Opcode.ASYNC_CANCEL, -1, 1, 0, 0).userData(2);
            ring.submitAndWait(1);
            Cqe cqe = Objects.requireNonNull(ring.peek());
            assertEquals(2, cqe.userData());
            assertEquals(Errno.EALREADY.negative(), cqe.result());
            ring.advance();
            assertThrows(DeadlockException.class, () -> ring.submitAndWait(1));
        }
    }

    @Test
    void what_was_unmapped_is_no_address_any_more() { // I-04
        int[] pipe = pipe();
        try (Ring ring = open()) {
            Mapping pages = kernel.allocatePages(4096);
            next(ring).prepare(Opcode.READ, pipe[0], pages.memory().address(), 8, 0);
            ring.submit();
            pages.close();
            kernel.calls().write(pipe[1], arena.allocateFrom("late"));
            ring.submitAndWait(1);
            assertEquals(Errno.EFAULT.negative(), Objects.requireNonNull(ring.peek()).result());
        }
    }

    @Test
    void interference_shortens_a_submit_and_fails_an_enter() { // I-15
        int[] enters = {0};
        Interference plan =
                new Interference() {
                    @Override
                    public int submit(int possible) {
                        return Math.min(possible, 1);
                    }

                    @Override
                    public int enter(int toSubmit, int minComplete, int flags) {
                        return ++enters[0] == 2 ? Errno.EBUSY.negative() : 0;
                    }
                };
        SimulatedKernel.Options options =
                SimulatedKernel.Options.of(Profile.of("6.18"), 1).with(plan);
        try (SimulatedKernel disturbed = new SimulatedKernel(options, pool);
                Ring ring = Ring.open(disturbed, RingOptions.entries(8))) {
            for (int count = 0; count < 3; count++) {
                next(ring).prepare(Opcode.NOP, -1, 0, 0, 0);
            }
            assertEquals(1, ring.submit());
            assertEquals(Errno.EBUSY.negative(), ring.submit());
            assertEquals(1, ring.submit());
            assertEquals(1, ring.pending());
        }
    }

    @Test
    void an_older_kernel_has_less() {
        SimulatedKernel.Options options = SimulatedKernel.Options.of(Profile.of("5.10"), 1);
        try (SimulatedKernel old = new SimulatedKernel(options, pool);
                Ring ring = Ring.open(old, RingOptions.entries(8))) {
            assertEquals(0x7f, ring.features());
            int flags = EnterFlag.EXT_ARG.bits();
            assertEquals(Errno.EINVAL.negative(), ring.enter(0, 0, flags, MemorySegment.NULL, 0));
        }
    }

    private Ring open() {
        return Ring.open(kernel, RingOptions.entries(8));
    }

    private static Sqe next(Ring ring) {
        return Objects.requireNonNull(ring.nextSqe());
    }

    private int[] pipe() {
        int[] ends = new int[2];
        assertEquals(0, kernel.calls().pipe(ends, 0));
        return ends;
    }

    private MemorySegment read(Ring ring, int fd, long userData) {
        MemorySegment into = arena.allocate(64, Long.BYTES);
        next(ring).prepare(Opcode.READ, fd, into.address(), 64, 0).userData(userData);
        return into;
    }
}
