package dev.ringmark.runtime.ring;

import static dev.ringmark.runtime.ring.Completions.next;
import static dev.ringmark.runtime.ring.Completions.nops;
import static dev.ringmark.runtime.ring.Completions.reap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.FakeKernel;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The arithmetic of a ring where the kernel under the tests cannot show it.
class RingArithmeticTest {

    private static final int NOP = Opcode.NOP.bits();
    private static final int WIDE = Opcode.NOP128.bits();
    private static final int SKIP = SqeFlag.CQE_SKIP_SUCCESS.bits();
    private static final int LINK = SqeFlag.IO_LINK.bits();
    private static final int ETIME = Errno.ETIME.negative();

    private final FakeKernel modern = new FakeKernel(FeatureBit.SINGLE_MMAP, FeatureBit.EXT_ARG);
    private final FakeKernel old = new FakeKernel();

    @Test
    void a_wide_entry_takes_two_slots_side_by_side() {
        Ring ring = mixed(8);
        wide(ring, 1);
        nops(ring, 2, 1);
        assertEquals(3, ring.pending());
        assertEquals(3, ring.submit());
        assertEquals(List.of("0 63 0", "2 0 0"), modern.consumed());
        assertEquals(1, reap(ring).userData());
        assertEquals(2, reap(ring).userData());
    }

    @Test
    void before_the_wrap_a_silent_nop_fills_the_last_slot() {
        Ring ring = mixed(4);
        nops(ring, 0, 3);
        assertEquals(3, ring.submit());
        wide(ring, 9);
        assertEquals(3, ring.pending());
        assertEquals(3, ring.submit());
        assertEquals(
                List.of("3 " + NOP + " " + SKIP, "0 " + WIDE + " 0"),
                modern.consumed().subList(3, 5));
        assertEquals(4, ring.cqReady());
    }

    @Test
    void the_filler_carries_an_open_link_to_the_wide_entry() {
        Ring ring = mixed(4);
        nops(ring, 0, 2);
        assertEquals(2, ring.submit());
        next(ring).prepare(Opcode.NOP, -1, 0, 0, 0).flag(SqeFlag.IO_LINK);
        wide(ring, 1);
        ring.submit();
        assertEquals(
                List.of("2 0 " + LINK, "3 0 " + (LINK | SKIP), "0 " + WIDE + " 0"),
                modern.consumed().subList(2, 5));
    }

    @Test
    void a_link_that_was_submitted_is_over_and_not_carried_on() { // S048
        Ring ring = mixed(4);
        nops(ring, 0, 2);
        next(ring).prepare(Opcode.NOP, -1, 0, 0, 0).flag(SqeFlag.IO_LINK);
        ring.submit();
        wide(ring, 1);
        ring.submit();
        assertEquals("3 0 " + SKIP, modern.consumed().get(3));
    }

    @Test
    void in_a_ring_of_two_slots_a_wide_entry_fits_after_a_submit() {
        Ring ring = mixed(2);
        nops(ring, 0, 1);
        assertEquals(1, ring.submit());
        assertNull(ring.nextWideSqe()); // the filler lies at slot 1, and only slot 0 is free
        assertEquals(1, ring.submit());
        wide(ring, 5);
        assertEquals(2, ring.submit());
        assertEquals(List.of("0 0 0", "1 0 " + SKIP, "0 " + WIDE + " 0"), modern.consumed());
    }

    @Test
    void a_wide_entry_that_does_not_fit_is_null_and_costs_nothing() {
        Ring ring = mixed(4);
        wide(ring, 1);
        nops(ring, 2, 1);
        assertEquals(1, ring.sqSpace());
        assertNull(ring.nextWideSqe()); // the filler takes the last slot
        assertEquals(0, ring.sqSpace());
        assertNull(ring.nextWideSqe());
        assertNull(ring.nextSqe());
        assertEquals(4, ring.submit());
    }

    @Test
    void wide_entries_are_for_mixed_rings() {
        Ring ring = Ring.open(modern, RingOptions.entries(4));
        assertThrows(IllegalStateException.class, ring::nextWideSqe);
    }

    @Test
    void indices_may_overflow_their_32_bits() { // S018
        modern.startAt(-10);
        try (Ring ring = Ring.open(modern, RingOptions.entries(4))) {
            for (int round = 0; round < 8; round++) {
                nops(ring, round, 3);
                assertEquals(3, ring.submit());
                for (int count = 0; count < 3; count++) {
                    assertEquals(round + count, reap(ring).userData());
                }
                assertEquals(0, ring.cqReady());
                assertEquals(4, ring.sqSpace());
            }
        }
    }

    @Test
    void a_forged_wide_flag_is_not_believed_on_a_plain_ring() { // S141
        Ring ring = Ring.open(modern, RingOptions.entries(4));
        modern.complete(1, 0, CqeFlag.CQE32.bits());
        modern.complete(2, 0, CqeFlag.SKIP.bits());
        modern.complete(3, 0, 0);
        for (int userData = 1; userData <= 3; userData++) {
            assertEquals(userData, reap(ring).userData());
        }
        assertNull(ring.peek());
    }

    @Test
    void a_failed_enter_keeps_what_is_pending() { // C-14
        Ring ring = Ring.open(modern, RingOptions.entries(4));
        nops(ring, 0, 2);
        modern.failEnters(Errno.EAGAIN.negative());
        assertEquals(Errno.EAGAIN.negative(), ring.submit());
        assertEquals(2, ring.pending());
        modern.failEnters(0);
        nops(ring, 2, 1);
        assertEquals(3, ring.submit());
        assertEquals(3, ring.cqReady());
    }

    @Test
    void both_rings_are_mapped_apart_where_the_kernel_wants_it() { // before 5.4
        try (Ring ring = Ring.open(old, RingOptions.entries(4))) {
            assertEquals(List.of("SQ_RING", "CQ_RING", "SQES"), old.maps());
            nops(ring, 7, 1);
            assertEquals(1, ring.submit());
            assertEquals(7, reap(ring).userData());
        }
        assertEquals(0, old.openMappings());
        Ring.open(modern, RingOptions.entries(4));
        assertEquals(List.of("SQ_RING", "SQES"), modern.maps());
    }

    @Test
    void without_EXT_ARG_a_timed_wait_polls_until_its_time_has_passed() { // before 5.11
        Ring ring = Ring.open(old, RingOptions.entries(4));
        long before = old.nanoTime();
        assertEquals(ETIME, ring.submitAndWait(1, Duration.ofMillis(20)));
        assertTrue(old.nanoTime() - before >= 20_000_000L);
        assertTrue(
                old.enters().stream()
                        .allMatch(enter -> (enter.flags() & EnterFlag.EXT_ARG.bits()) == 0));
    }

    @Test
    void without_EXT_ARG_a_wait_for_what_is_there_does_not_poll() {
        Ring ring = Ring.open(old, RingOptions.entries(4));
        long before = old.nanoTime();
        nops(ring, 0, 2);
        assertEquals(2, ring.submitAndWait(2, Duration.ofSeconds(5)));
        assertEquals(before, old.nanoTime());
    }

    @Test
    void without_EXT_ARG_a_submit_hides_that_the_time_has_passed() { // as the kernel's does
        Ring ring = Ring.open(old, RingOptions.entries(4));
        nops(ring, 0, 1);
        assertEquals(1, ring.submitAndWait(2, Duration.ofMillis(5)));
        assertEquals(1, ring.cqReady());
    }

    @Test
    void without_EXT_ARG_what_poll_or_enter_fail_with_ends_the_wait() {
        Ring ring = Ring.open(old, RingOptions.entries(4));
        old.failPolls(Errno.EINTR.negative());
        assertEquals(Errno.EINTR.negative(), ring.submitAndWait(1, Duration.ofSeconds(5)));
        old.failPolls(0);
        old.failEnters(Errno.EBUSY.negative());
        assertEquals(Errno.EBUSY.negative(), ring.submitAndWait(1, Duration.ofSeconds(5)));
    }

    @Test
    void without_EXT_ARG_no_more_is_waited_for_than_the_queue_holds() { // S036
        Ring ring = Ring.open(old, RingOptions.entries(2));
        for (int count = 0; count < 4; count++) {
            old.complete(count, 0, 0);
        }
        assertEquals(0, ring.submitAndWait(100, Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @Test
    void a_closed_ring_touches_no_fd_any_more() { // the number may be another file's by then
        Ring ring = Ring.open(modern, RingOptions.entries(4));
        ring.close();
        assertThrows(IllegalStateException.class, ring::close);
        assertThrows(IllegalStateException.class, ring::flush);
        assertThrows(
                IllegalStateException.class,
                () -> ring.register(RegisterOp.UNREGISTER_FILES, MemorySegment.NULL, 0));
        assertEquals(List.of(77), modern.closed());
        assertEquals(List.of(), modern.registers());
        assertEquals(List.of(), modern.enters());
        assertEquals(0, modern.openMappings());
    }

    private Ring mixed(int entries) {
        return Ring.open(modern, RingOptions.entries(entries).with(SetupFlag.SQE_MIXED));
    }

    private static void wide(Ring ring, long userData) {
        Sqe sqe = ring.nextWideSqe();
        assertNotNull(sqe);
        assertEquals(128, sqe.bytes().byteSize());
        sqe.prepare(Opcode.NOP128, -1, 0, 0, 0).userData(userData);
    }
}
