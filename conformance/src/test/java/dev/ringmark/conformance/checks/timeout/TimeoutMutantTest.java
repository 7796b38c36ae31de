package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.LyingKernel.answering;
import static dev.ringmark.conformance.fixture.LyingKernel.lying;
import static dev.ringmark.conformance.fixture.Trial.assertCaught;
import static dev.ringmark.conformance.fixture.Trial.assertVariant;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Kernels that keep time badly, and the check that notices.
class TimeoutMutantTest {

    @Test
    void an_expiry_that_is_called_success_is_caught() { // S059
        assertCaught(RelativeExpiresCheck.class, answering(1, 0, 0));
    }

    @Test
    void a_timeout_that_never_ends_is_caught() { // S059
        LyingKernel lying = lying().impatient().cqesOf(1, (honest, opcode) -> List.of());
        assertCaught(RelativeExpiresCheck.class, lying, RingMode.PLAIN);
    }

    @Test
    void a_clock_on_which_it_ended_early_is_caught() { // S059, S069
        Kernel stopped =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public long nanoTime() {
                        return 0;
                    }
                };
        assertCaught(RelativeExpiresCheck.class, stopped, RingMode.PLAIN);
        assertCaught(AbsoluteOnMonotonicCheck.class, stopped, RingMode.PLAIN);
    }

    @Test
    void a_count_that_ends_it_as_expired_is_caught() { // S060
        assertCaught(CountEndsItEarlyCheck.class, answering(1, Errno.ETIME.negative(), 0));
    }

    @Test
    void a_multishot_without_more_is_caught() { // S063
        LyingKernel lying =
                lying().cqesOf(
                                1,
                                (honest, opcode) -> List.of(new Completion(1, honest.result(), 0)));
        assertCaught(MultishotCountsCheck.class, lying);
    }

    @Test
    void a_multishot_that_promises_more_than_it_gives_is_caught() { // S063, S107
        LyingKernel lying =
                lying().cqesOf(
                                1,
                                (honest, opcode) ->
                                        List.of(
                                                new Completion(
                                                        1, honest.result(), CqeFlag.MORE.bits())));
        assertCaught(MultishotCountsCheck.class, lying);
    }

    @Test
    void a_removal_answered_as_the_man_page_says_is_caught() { // S064
        assertCaught(RemoveEndsItCheck.class, answering(2, Errno.EBUSY.negative(), 0));
    }

    @Test
    void an_update_that_leaves_the_old_name_is_caught() { // S065
        assertCaught(UpdateGivesNewTimeCheck.class, answering(1, Errno.ECANCELED.negative(), 0));
    }

    @Test
    void a_negative_time_that_is_taken_is_caught() { // S062
        assertCaught(NegativeTimeIsRefusedCheck.class, answering(1, Errno.ETIME.negative(), 0));
    }

    @Test
    void a_negative_time_that_is_taken_by_an_old_kernel_is_legal() { // S062, K item 8
        LyingKernel old = answering(1, Errno.ECANCELED.negative(), 0).release("5.10.0-46");
        assertVariant(NegativeTimeIsRefusedCheck.class, old);
        LyingKernel wrong = answering(1, 0, 0).release("5.10.0-46");
        assertCaught(NegativeTimeIsRefusedCheck.class, wrong);
    }

    @Test
    void a_wait_that_reports_another_error_is_caught() { // S070, B13
        LyingKernel lying =
                lying().enter(
                                (toSubmit, minComplete, flags, honest) ->
                                        honest == Errno.ETIME.negative()
                                                ? Errno.EINTR.negative()
                                                : honest);
        assertCaught(MinimumWaitWithoutEventsGoesOnCheck.class, lying);
    }

    @Test
    void a_clock_that_is_taken_though_forbidden_is_caught() { // S072
        LyingKernel lying =
                lying().register(
                                (operation, argument, count, honest) ->
                                        operation == RegisterOp.CLOCK.bits() ? 0 : honest);
        assertCaught(WaitClockCheck.class, lying);
    }

    @Test
    void a_feature_bit_whose_flag_is_refused_is_caught() { // S073
        LyingKernel refusing =
                lying().enterInstead(
                                asked ->
                                        asked.has(EnterFlag.NO_IOWAIT)
                                                ? Errno.EINVAL.negative()
                                                : asked.run());
        assertCaught(NoIowaitFollowsItsFeatureCheck.class, refusing);
    }

    @Test
    void a_region_registered_twice_is_caught() { // S071
        LyingKernel lying =
                lying().register(
                                (operation, argument, count, honest) ->
                                        honest == Errno.EBUSY.negative() ? 0 : honest);
        assertCaught(RegisteredWaitRegionCheck.class, lying, RingMode.NONE);
    }
}
