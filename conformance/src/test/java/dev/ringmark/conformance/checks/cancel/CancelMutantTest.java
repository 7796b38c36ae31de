package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.LyingKernel.answering;
import static dev.ringmark.conformance.fixture.LyingKernel.lying;
import static dev.ringmark.conformance.fixture.Trial.assertCaught;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Kernels that cancel wrongly, and the check that notices.
class CancelMutantTest {

    @Test
    void a_target_that_ends_as_interrupted_is_caught() { // S074
        assertCaught(ByNameEndsTargetCheck.class, answering(1, Errno.EINTR.negative(), 0));
    }

    @Test
    void a_send_that_forgets_what_went_is_caught() { // S150
        assertCaught(
                SendOfAllSaysWhatWentCheck.class, answering(1, Errno.ECANCELED.negative(), 0));
    }

    @Test
    void a_target_whose_end_is_lost_is_caught() { // S074, B06
        LyingKernel lying = lying().impatient().cqesOf(1, (honest, opcode) -> List.of());
        assertCaught(ByNameEndsTargetCheck.class, lying, RingMode.PLAIN);
    }

    @Test
    void a_target_that_ends_twice_is_caught() { // S083
        LyingKernel lying = lying().cqesOf(1, (honest, opcode) -> List.of(honest, honest));
        assertCaught(ByNameEndsTargetCheck.class, lying);
    }

    @Test
    void a_cancel_that_claims_to_have_found_nothing_is_caught() { // S077, B06
        assertCaught(FileAndNameNeedBothCheck.class, answering(4, Errno.ENOENT.negative(), 0));
    }

    @Test
    void a_miss_that_is_called_a_hit_is_caught() { // S074
        assertCaught(UnknownNameIsNotFoundCheck.class, answering(2, 0, 0));
    }

    @Test
    void a_count_of_one_for_three_is_caught() { // S075
        assertCaught(AllCountsMatchesCheck.class, answering(2, 1, 0));
    }

    @Test
    void not_found_for_all_of_nothing_is_caught() { // S075
        assertCaught(AllOfNothingIsZeroCheck.class, answering(2, Errno.ENOENT.negative(), 0));
    }

    @Test
    void a_stray_flag_on_the_answer_is_caught() { // S074
        assertCaught(ByNameEndsTargetCheck.class, answering(2, 0, CqeFlag.MORE.bits()));
    }

    @Test
    void a_flag_that_is_taken_though_unknown_is_caught() { // S076
        assertCaught(UnknownFlagIsRefusedCheck.class, answering(2, Errno.ENOENT.negative(), 0));
    }

    @Test
    void a_read_that_wins_and_is_found_as_well_is_caught() { // S083
        LyingKernel lying =
                lying().cqes(
                                (honest, opcode) ->
                                        List.of(
                                                opcode == Opcode.ASYNC_CANCEL.bits()
                                                        ? new Completion(2, 0, 0)
                                                        : new Completion(1, Long.BYTES, 0)));
        assertCaught(RaceHasOneWinnerCheck.class, lying, RingMode.PLAIN);
    }

    @Test
    void a_synchronous_cancel_that_always_succeeds_is_caught() { // S081
        LyingKernel lying =
                lying().register(
                                (operation, argument, count, honest) ->
                                        operation == RegisterOp.SYNC_CANCEL.bits() ? 0 : honest);
        assertCaught(SyncCancelEndsTargetCheck.class, lying);
    }

    @Test
    void a_read_that_dies_with_its_fd_is_caught() { // S084, K10
        assertCaught(CloseDoesNotCancelCheck.class, answering(1, Errno.ECANCELED.negative(), 0));
    }
}
