package dev.ringmark.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringmark.runtime.kernel.Faulty.Attempt;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Faulty.Fired;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyTest {

    private static final int EINTR = Errno.EINTR.negative();

    private final Faulty kernel = Faulty.over(Kernel.host());

    @Test
    void an_empty_script_changes_nothing() {
        try (Ring ring = open()) {
            prepare(ring, 3);
            assertEquals(3, ring.submitAndWait(3));
            assertEquals(List.of(0L, 1L, 2L), reap(ring));
        }
        assertEquals(List.of(), kernel.fired());
    }

    @Test
    void a_failed_enter_leaves_what_was_published_and_the_next_one_takes_it() { // C-14
        kernel.at(Call.ENTER, 1, Fault.errno(Errno.EINTR));
        try (Ring ring = open()) {
            prepare(ring, 3);
            assertEquals(EINTR, ring.submit());
            assertEquals(3, ring.pending());
            assertEquals(3, ring.memory().sqTail());
            assertEquals(3, ring.submit());
            assertEquals(List.of(0L, 1L, 2L), reap(ring));
        }
    }

    @Test
    void a_short_submit_takes_the_first_few_and_leaves_the_rest_pending() { // S022
        kernel.at(Call.ENTER, 1, Fault.shortSubmit(2)).at(Call.ENTER, 2, Fault.shortSubmit(0));
        try (Ring ring = open()) {
            prepare(ring, 3);
            assertEquals(2, ring.submit());
            assertEquals(1, ring.pending());
            assertEquals(List.of(0L, 1L), reap(ring));
            assertEquals(0, ring.submit());
            assertEquals(1, ring.pending());
            assertEquals(1, ring.submit());
            assertEquals(List.of(2L), reap(ring));
        }
    }

    @Test
    void a_short_submit_of_more_than_there_is_takes_all() {
        kernel.at(Call.ENTER, 1, Fault.shortSubmit(100));
        try (Ring ring = open()) {
            prepare(ring, 3);
            assertEquals(3, ring.submit());
        }
    }

    @Test
    void a_zero_takes_nothing_and_does_not_wait() {
        kernel.at(Call.ENTER, 2, Fault.zero());
        try (Ring ring = open()) {
            assertEquals(0, ring.flush());
            prepare(ring, 1);
            assertEquals(0, ring.submitAndWait(1));
            assertEquals(0, ring.cqReady());
            assertEquals(1, ring.pending());
        }
    }

    @Test
    void setup_and_register_fail_as_scripted() {
        kernel.at(Call.SETUP, 1, Fault.errno(Errno.ENOMEM));
        kernel.at(Call.REGISTER, 2, Fault.errno(Errno.EBUSY));
        RingException refused = assertThrows(RingException.class, this::open);
        assertEquals(Errno.ENOMEM.negative(), refused.result());
        try (Ring ring = open()) {
            int ordinary = ring.register(RegisterOp.UNREGISTER_FILES, MemorySegment.NULL, 0);
            assertEquals(Errno.ENXIO.negative(), ordinary);
            int scripted = ring.register(RegisterOp.UNREGISTER_FILES, MemorySegment.NULL, 0);
            assertEquals(Errno.EBUSY.negative(), scripted);
        }
    }

    @Test
    void a_condition_picks_calls_by_what_they_are_given() {
        kernel.when(attempt -> attempt.has(EnterFlag.GETEVENTS), 2, Fault.errno(Errno.EINTR));
        kernel.when(
                attempt -> attempt.call() == Call.SETUP && attempt.has(SetupFlag.CLAMP),
                1,
                Fault.errno(Errno.EPERM));
        RingOptions clamped = RingOptions.entries(8).with(SetupFlag.CLAMP);
        assertThrows(RingException.class, () -> Ring.open(kernel, clamped));
        try (Ring ring = open()) {
            prepare(ring, 1);
            assertEquals(1, ring.submit());
            assertEquals(EINTR, ring.flush());
            assertEquals(EINTR, ring.flush());
            assertEquals(0, ring.flush());
        }
        assertEquals(0, kernel.remaining());
    }

    @Test
    void what_fired_is_told_in_order_and_what_did_not_is_counted() {
        kernel.at(Call.ENTER, 2, Fault.shortSubmit(1)).at(Call.ENTER, 99, Fault.zero());
        try (Ring ring = open()) {
            prepare(ring, 1);
            assertEquals(1, ring.submit());
            prepare(ring, 2);
            assertEquals(1, ring.submit());
            Attempt second = new Attempt(Call.ENTER, 2, ring.fd(), 2, 0);
            assertEquals(List.of(new Fired(second, Fault.shortSubmit(1))), kernel.fired());
            assertEquals(1, kernel.remaining());
        }
    }

    @Test
    void a_script_that_could_never_fire_is_refused() {
        Fault fault = Fault.zero();
        assertThrows(IllegalArgumentException.class, () -> kernel.at(Call.ENTER, 0, fault));
        assertThrows(IllegalArgumentException.class, () -> kernel.when(_ -> true, 0, fault));
        Fault cut = Fault.shortSubmit(1);
        assertThrows(IllegalArgumentException.class, () -> kernel.at(Call.SETUP, 1, cut));
        assertThrows(IllegalArgumentException.class, () -> Fault.shortSubmit(-1));
        assertThrows(IllegalArgumentException.class, () -> new Fault.Answer(-4096));
    }

    private Ring open() {
        return Ring.open(kernel, RingOptions.entries(8));
    }

    private static void prepare(Ring ring, int count) {
        for (int userData = 0; userData < count; userData++) {
            Sqe sqe = ring.nextSqe();
            assertNotNull(sqe);
            sqe.prepare(Opcode.NOP, -1, 0, 0, 0).userData(userData);
        }
    }

    private static List<Long> reap(Ring ring) {
        List<Long> seen = new ArrayList<>();
        for (Cqe cqe = ring.peek(); cqe != null; cqe = ring.peek()) {
            assertEquals(0, cqe.result());
            seen.add(cqe.userData());
            ring.advance();
        }
        assertNull(ring.peek());
        return seen;
    }
}
