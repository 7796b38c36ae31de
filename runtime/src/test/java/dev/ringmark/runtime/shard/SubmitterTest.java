package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Completions;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.shard.SubmitOutcome.Done;
import dev.ringmark.runtime.shard.SubmitOutcome.Fatal;
import dev.ringmark.runtime.shard.SubmitOutcome.ReapThenRetry;
import dev.ringmark.runtime.shard.SubmitOutcome.Retry;
import dev.ringmark.runtime.uapi.Errno;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitterTest { // I-14, I-15, NORN-06, NORN-07, SPG-081

    private final Faulty kernel = Faulty.over(Kernel.host());
    private final Ring ring = Ring.open(kernel, RingOptions.entries(8));
    private final Tally tally = new Tally();
    private final Submitter submitter = new Submitter(ring, tally);
    private int reaped;

    @AfterEach
    void close() {
        ring.close();
    }

    private SubmitOutcome submit(SubmitMode mode, SubmitPolicy policy) {
        return submitter.submit(mode, policy, Deadline.NEVER, this::reap);
    }

    private int reap() {
        int before = reaped;
        while (ring.peek() != null) {
            ring.advance();
            reaped++;
        }
        return reaped - before;
    }

    @ParameterizedTest
    @EnumSource
    void every_error_is_told_apart_once(Errno errno) {
        SubmitOutcome outcome = SubmitOutcome.of(errno.negative());
        Set<Errno> again = EnumSet.of(Errno.EINTR, Errno.EBUSY, Errno.EAGAIN, Errno.ENOMEM);
        switch (outcome) {
            case Done _ -> assertEquals(Errno.ETIME, errno);
            case Retry _ -> assertEquals(Errno.EINTR, errno);
            case ReapThenRetry _ -> assertTrue(again.contains(errno) && errno != Errno.EINTR);
            case Fatal(Failure why) -> {
                assertTrue(!again.contains(errno) && errno != Errno.ETIME);
                assertTrue(why.describe().contains("-" + errno), why::describe);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EBUSY", "EAGAIN", "EINTR", "ENOMEM"})
    void what_a_failed_enter_left_is_handed_over_by_the_next(Errno errno) {
        // C-13 tier R, C-15 tier R
        kernel.at(Call.ENTER, 1, Fault.errno(errno));
        Completions.nops(ring, 0, 5);
        submit(SubmitMode.SUBMIT, SubmitPolicy.ONCE);
        assertEquals(5, ring.pending());
        assertEquals(Done.DONE, submit(SubmitMode.SUBMIT, SubmitPolicy.ONCE));
        assertEquals(0, ring.pending());
        assertEquals(5, reap());
        assertNull(submitter.failure());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void a_short_submit_strands_nothing(int taken) { // C-14
        kernel.at(Call.ENTER, 1, Fault.shortSubmit(taken));
        Completions.nops(ring, 0, 5);
        assertEquals(Done.DONE, submit(SubmitMode.SUBMIT, SubmitPolicy.UNTIL_TAKEN));
        reap();
        assertEquals(5, reaped);
        assertEquals(1, tally.shortSubmits);
    }

    @Test
    void until_taken_outlasts_a_streak_of_busy_enters_and_gives_up_on_a_longer_one() {
        // C-13 tier R
        kernel.when(attempt -> true, 10, Fault.errno(Errno.EBUSY));
        Completions.nops(ring, 0, 5);
        assertEquals(Done.DONE, submit(SubmitMode.SUBMIT, SubmitPolicy.UNTIL_TAKEN));
        kernel.when(attempt -> true, 1000, Fault.errno(Errno.EBUSY));
        Completions.nops(ring, 0, 1);
        assertEquals(ReapThenRetry.BUSY, submit(SubmitMode.SUBMIT, SubmitPolicy.UNTIL_TAKEN));
        assertEquals(1, ring.pending());
        assertNull(submitter.failure());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void a_kernel_that_says_what_its_head_denies_is_fatal(int lie) { // C-15 tier R
        kernel.at(Call.ENTER, 1, new Fault.Answer(lie));
        Completions.nops(ring, 0, 2);
        assertInstanceOf(Fatal.class, submit(SubmitMode.SUBMIT, SubmitPolicy.ONCE));
    }

    @Test
    void the_first_fatal_error_is_kept_and_nothing_is_entered_after_it() { // NORN-08
        kernel.at(Call.ENTER, 1, Fault.errno(Errno.EOWNERDEAD));
        kernel.at(Call.ENTER, 2, Fault.errno(Errno.EBADR));
        Completions.nops(ring, 0, 1);
        assertInstanceOf(Fatal.class, submit(SubmitMode.WAIT, SubmitPolicy.ONCE));
        assertInstanceOf(Fatal.class, submit(SubmitMode.WAIT, SubmitPolicy.UNTIL_TAKEN));
        Failure failure = submitter.failure();
        assertNotNull(failure);
        assertEquals(Errno.EOWNERDEAD.negative(), failure.result());
        assertEquals(1, kernel.fired().size());
    }
}
