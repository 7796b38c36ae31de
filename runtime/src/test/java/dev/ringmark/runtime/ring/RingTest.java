package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RingTest { // UM-19, SR-05a, SR-05c

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static RingOptions[] modes() {
        RingOptions plain = RingOptions.entries(8);
        return new RingOptions[] {
            plain,
            plain.withSqThread(50),
            plain.with(SetupFlag.SINGLE_ISSUER),
            plain.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN),
            plain.with(SetupFlag.COOP_TASKRUN, SetupFlag.TASKRUN_FLAG),
            plain.with(SetupFlag.SUBMIT_ALL),
            plain.with(SetupFlag.NO_SQARRAY),
            plain.with(SetupFlag.CLAMP).withCqEntries(32),
            plain.with(SetupFlag.SQE128, SetupFlag.CQE32),
            plain.with(SetupFlag.CQE_MIXED),
            plain.with(SetupFlag.NO_MMAP, SetupFlag.NO_SQARRAY),
        };
    }

    @ParameterizedTest
    @MethodSource("modes")
    void a_thousand_nops_come_back_in_order_across_many_wraps(RingOptions options) { // S018, SR-05
        HostNeeds.ring(options);
        try (Ring ring = Ring.open(Kernel.host(), options)) {
            long expected = 0;
            long sent = 0;
            while (expected < 1000) {
                while (sent < 1000 && nop(ring, sent)) {
                    sent++;
                }
                assertTrue(ring.submitAndWait(1, PATIENCE) >= 0);
                for (Cqe cqe = ring.peek(); cqe != null; cqe = ring.peek()) {
                    assertEquals(expected, cqe.userData());
                    assertEquals(0, cqe.result());
                    expected++;
                    ring.advance();
                }
            }
            assertEquals(0, ring.pending());
            assertEquals(0, ring.cqReady());
        }
    }

    @Test
    void the_queue_is_full_after_exactly_its_entries() { // S018
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(4))) {
            for (int count = 0; count < 4; count++) {
                assertTrue(nop(ring, count));
            }
            assertNull(ring.nextSqe());
            assertEquals(0, ring.sqSpace());
            assertEquals(4, ring.submit());
            assertEquals(4, ring.sqSpace());
            assertNotNull(ring.nextSqe());
        }
    }

    @Test
    void a_batch_that_the_kernel_cuts_short_stays_pending() { // S022, C-14
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(8))) {
            sqe(ring).prepare(200, -1, 0, 0, 0).userData(1);
            assertTrue(nop(ring, 2));
            assertTrue(nop(ring, 3));
            assertEquals(1, ring.submit());
            assertEquals(2, ring.pending());
            assertEquals(2, ring.submit());
            assertEquals(0, ring.pending());
            assertEquals(3, ring.cqReady());
        }
    }

    @Test
    void a_timed_wait_without_work_ends_with_ETIME() { // S031
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(4))) {
            long before = System.nanoTime();
            assertEquals(Errno.ETIME.negative(), ring.submitAndWait(1, Duration.ofMillis(20)));
            assertTrue(System.nanoTime() - before >= 20_000_000L);
        }
    }

    @Test
    void overflow_is_kept_by_the_kernel_and_comes_after_a_flush() { // S033, S034
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(4))) {
            for (int count = 0; count < 12; count++) {
                assertTrue(nop(ring, count));
                assertEquals(1, ring.submit());
            }
            assertEquals(8, ring.cqReady());
            assertTrue(ring.has(RingFlag.SQ_CQ_OVERFLOW));
            for (int count = 0; count < 12; count++) {
                if (ring.peek() == null) {
                    assertEquals(0, ring.flush());
                }
                Cqe cqe = ring.peek();
                assertNotNull(cqe);
                assertEquals(count, cqe.userData());
                ring.advance();
            }
            assertFalse(ring.has(RingFlag.SQ_CQ_OVERFLOW));
        }
    }

    @Test
    void a_wide_completion_on_a_mixed_ring_takes_two_slots() { // S042
        RingOptions options = RingOptions.entries(8).with(SetupFlag.CQE_MIXED);
        HostNeeds.ring(options);
        try (Ring ring = Ring.open(Kernel.host(), options)) {
            for (int round = 0; round < 50; round++) {
                sqe(ring)
                        .prepare(Opcode.NOP, -1, 0, 0, 7)
                        .operationFlags(NopFlag.CQE32.bits())
                        .userData(round);
                assertTrue(nop(ring, 1000 + round));
                assertEquals(2, ring.submit());
                Cqe wide = ring.peek();
                assertNotNull(wide);
                assertTrue(wide.isWide());
                assertEquals(round, wide.userData());
                assertEquals(7, wide.extra1());
                ring.advance();
                Cqe narrow = ring.peek();
                assertNotNull(narrow);
                assertFalse(narrow.isWide());
                assertEquals(1000 + round, narrow.userData());
                ring.advance();
                assertNull(ring.peek());
            }
        }
    }

    @Test
    void a_registered_ring_fd_enters_by_index() { // S183
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(4))) {
            assertEquals(0, ring.registerRingFd());
            assertTrue(nop(ring, 1));
            assertEquals(1, ring.submitAndWait(1));
            assertEquals(0, ring.unregisterRingFd());
            assertTrue(nop(ring, 2));
            assertEquals(1, ring.submitAndWait(2));
            assertEquals(2, ring.cqReady());
        }
    }

    @Test
    void a_ring_without_an_fd_lives_by_its_index_and_gives_it_back() { // S183: 16 per thread
        RingOptions options =
                RingOptions.entries(4)
                        .with(
                                SetupFlag.NO_MMAP,
                                SetupFlag.REGISTERED_FD_ONLY,
                                SetupFlag.NO_SQARRAY);
        HostNeeds.ring(options);
        for (int round = 0; round < 20; round++) {
            try (Ring ring = Ring.open(Kernel.host(), options)) {
                Completions.assertWorks(ring);
                try (FixedFiles files = FixedFiles.sparse(ring, 2)) {
                    assertEquals(2, files.count());
                }
                assertThrows(IllegalStateException.class, ring::registerRingFd);
            }
        }
    }

    @Test
    void a_disabled_ring_takes_nothing_until_it_is_enabled() { // S173
        RingOptions options = RingOptions.entries(4).with(SetupFlag.R_DISABLED);
        try (Ring ring = Ring.open(Kernel.host(), options)) {
            assertTrue(nop(ring, 1));
            assertEquals(Errno.EBADFD.negative(), ring.submit());
            assertEquals(1, ring.pending());
            assertEquals(0, ring.enable());
            assertEquals(1, ring.submit());
        }
    }

    @Test
    void what_the_kernel_refuses_says_what_was_called_and_what_to_try() { // UM-03
        RingOptions options = RingOptions.entries(4).with(SetupFlag.DEFER_TASKRUN); // S006
        RingException refused =
                assertThrows(RingException.class, () -> Ring.open(Kernel.host(), options));
        assertEquals(Errno.EINVAL.negative(), refused.result());
        assertEquals(
                "io_uring_setup(entries 4, DEFER_TASKRUN) returned -EINVAL: this kernel does not"
                        + " take these flags together, or not these sizes",
                refused.getMessage());
    }

    @Test
    void an_unknown_enter_flag_is_the_kernels_answer() { // S030
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(4))) {
            int unknown = 1 << 30;
            assertEquals(Errno.EINVAL.negative(), ring.submitAndWait(0, unknown));
            assertEquals(0, ring.submitAndWait(0, EnterFlag.GETEVENTS.bits()));
        }
    }

    @Test
    void closing_gives_mappings_and_the_fd_back() { // SR-21
        Ring ring = Ring.open(Kernel.host(), RingOptions.entries(4));
        ring.close();
        assertThrows(IllegalStateException.class, ring::cqReady);
        assertThrows(IllegalStateException.class, () -> ring.memory().sqes().get(JAVA_BYTE, 0));
    }

    @Test
    void after_close_the_rings_memory_is_out_of_reach() { // it is unmapped: a touch would crash
        Ring ring = Ring.open(Kernel.host(), RingOptions.entries(4));
        assertTrue(nop(ring, 1));
        assertEquals(1, ring.submit());
        Cqe cqe = ring.peek();
        assertNotNull(cqe);
        Sqe sqe = sqe(ring);
        assertTrue(nop(ring, 2));
        ring.close();
        sqe.prepare(Opcode.NOP, -1, 0, 0, 0).userData(3).flags(0).bufferIndex(1);
        cqe.userData();
        assertThrows(IllegalStateException.class, ring::nextSqe);
        assertThrows(IllegalStateException.class, ring::submit);
        assertThrows(IllegalStateException.class, ring::peek);
        assertThrows(IndexOutOfBoundsException.class, sqe::bytes);
        ring.advance();
    }

    private static boolean nop(Ring ring, long userData) {
        Sqe sqe = ring.nextSqe();
        if (sqe == null) {
            return false;
        }
        sqe.prepare(Opcode.NOP, -1, 0, 0, 0).userData(userData);
        return true;
    }

    private static Sqe sqe(Ring ring) {
        Sqe sqe = ring.nextSqe();
        assertNotNull(sqe);
        return sqe;
    }
}
