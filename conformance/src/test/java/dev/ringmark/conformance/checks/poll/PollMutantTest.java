package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.LyingKernel.answering;
import static dev.ringmark.conformance.fixture.LyingKernel.lying;
import static dev.ringmark.conformance.fixture.Trial.assertCaught;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Kernels that poll wrongly, and the check that notices.
class PollMutantTest {

    @Test
    void readiness_with_a_wrong_mask_is_caught() { // S085
        assertCaught(ReportsReadinessAtSubmitCheck.class, answering(1, Polls.POLLOUT, 0));
    }

    @Test
    void readiness_that_is_not_told_is_caught() { // S085
        LyingKernel lying = lying().impatient().cqesOf(1, (honest, opcode) -> List.of());
        assertCaught(ReportsReadinessAtSubmitCheck.class, lying, RingMode.PLAIN);
    }

    @Test
    void a_one_shot_that_reports_twice_is_caught() { // S085
        LyingKernel lying = lying().cqesOf(1, (honest, opcode) -> List.of(honest, honest));
        assertCaught(WaitsForReadinessCheck.class, lying);
    }

    @Test
    void a_hang_up_that_is_hidden_is_caught() { // S085
        assertCaught(ReportsHangUpUnaskedCheck.class, answering(1, Polls.POLLIN, 0));
    }

    @Test
    void a_multishot_whose_events_lack_more_is_caught() { // S086, S107
        assertCaught(MultishotIsLevelThenEdgeCheck.class, answering(1, Polls.POLLIN, 0));
    }

    @Test
    void a_multishot_that_repeats_an_event_is_caught() { // S086
        LyingKernel lying =
                lying().cqesOf(
                                1,
                                (honest, opcode) ->
                                        honest.has(CqeFlag.MORE)
                                                ? List.of(honest, honest)
                                                : List.of(honest));
        assertCaught(MultishotIsLevelThenEdgeCheck.class, lying);
    }

    @Test
    void a_renamed_poll_that_keeps_its_name_is_caught() { // S087
        LyingKernel lying =
                lying().cqesOf(
                                7,
                                (honest, opcode) -> List.of(new Completion(1, honest.result(), 0)));
        assertCaught(UpdateOfUserDataRenamesCheck.class, lying);
    }

    @Test
    void an_update_of_nothing_that_succeeds_is_caught() { // S087
        assertCaught(UpdateOfNothingIsNotFoundCheck.class, answering(2, 0, 0));
    }

    @Test
    void an_fd_that_is_not_open_and_is_polled_is_caught() { // S088
        assertCaught(BadFdIsRefusedCheck.class, answering(1, Errno.EINVAL.negative(), 0));
    }

    @Test
    void a_stuck_poll_that_promised_more_is_caught() { // S089, B09
        LyingKernel lying =
                lying().impatient()
                        .cqesOf(
                                1,
                                new LyingKernel.CqeLie() {
                                    private boolean told;

                                    @Override
                                    public List<Completion> tell(Completion honest, int opcode) {
                                        if (told) {
                                            return List.of();
                                        }
                                        told = true;
                                        int more = CqeFlag.MORE.bits();
                                        return List.of(new Completion(1, Polls.POLLIN, more));
                                    }
                                });
        assertCaught(OwnEventFdIsDeliveredCheck.class, lying, RingMode.PLAIN);
    }
}
