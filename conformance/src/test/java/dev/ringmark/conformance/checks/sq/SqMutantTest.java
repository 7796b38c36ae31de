package dev.ringmark.conformance.checks.sq;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.Trial;
import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kernels that do submission wrong, each caught by the check that is named.
class SqMutantTest {

    private static final Kernel HOST = Kernel.host();

    static List<Class<?>> honestly() {
        return List.of(
                FullAfterItsEntriesCheck.class,
                EnterTakesWhatIsThereCheck.class,
                EnterTakesNoMoreThanAskedCheck.class,
                SqeMayBeReusedAfterSubmitCheck.class,
                IovecMayBeReusedAfterSubmitCheck.class,
                TimespecMayBeReusedAfterSubmitCheck.class,
                BadArrayIndexIsDroppedCheck.class,
                BrokenSqeEndsBatchCheck.class,
                BatchKeepsWhatPrecedesBrokenSqeCheck.class,
                SubmitAllGoesOnBehindBrokenSqeCheck.class,
                BadFdIsFoundAtIssueCheck.class,
                InterruptedWaitReturnsSubmitCountCheck.class,
                InterruptedWaitReturnsEintrCheck.class);
    }

    @ParameterizedTest
    @MethodSource("honestly")
    void a_kernel_that_tells_no_lie_passes(Class<?> check) {
        Trial.assertPasses(check, new LyingKernel(HOST));
    }

    static List<Class<?>> refusals() {
        return List.of(
                BrokenSqeEndsBatchCheck.class,
                BatchKeepsWhatPrecedesBrokenSqeCheck.class,
                SubmitAllGoesOnBehindBrokenSqeCheck.class,
                BadFdIsFoundAtIssueCheck.class,
                UnknownFlagIsRefusedCheck.class,
                BufferSelectWithoutBuffersIsRefusedCheck.class,
                FixedFileWithoutFileIsRefusedCheck.class,
                UnknownPersonalityIsRefusedCheck.class,
                CloseOfOwnRingIsRefusedCheck.class,
                IopollRefusesTimeoutCheck.class,
                IopollRefusesBufferedReadCheck.class,
                IopollRefusesFileWithoutPollingCheck.class);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void an_sqe_that_must_be_refused_and_works_is_caught_by(Class<?> check) {
        Trial.assertCaught(check, failingWith(0));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void an_sqe_that_is_refused_with_another_errno_is_caught_by(Class<?> check) {
        Trial.assertCaught(check, failingWith(Errno.EIO.negative()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void an_sqe_that_is_refused_without_a_cqe_is_caught_by(Class<?> check) {
        LyingKernel lying =
                new LyingKernel(HOST)
                        .impatient()
                        .cqes(
                                (honest, opcode) ->
                                        honest.result() < 0 ? List.of() : List.of(honest));
        Trial.assertCaught(check, lying);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void an_sqe_that_is_refused_twice_is_caught_by(Class<?> check) {
        LyingKernel lying =
                new LyingKernel(HOST)
                        .cqes(
                                (honest, opcode) ->
                                        honest.result() < 0
                                                ? List.of(honest, honest)
                                                : List.of(honest));
        Trial.assertCaught(check, lying);
    }

    @Test
    void a_submit_count_that_is_what_was_asked_for_is_caught() { // S019, S022, S024
        LyingKernel lying =
                new LyingKernel(HOST)
                        .enter(
                                (toSubmit, minComplete, flags, honest) ->
                                        honest < 0 ? honest : toSubmit);
        Trial.assertCaught(EnterTakesWhatIsThereCheck.class, lying);
        Trial.assertCaught(BrokenSqeEndsBatchCheck.class, lying);
        Trial.assertCaught(BatchKeepsWhatPrecedesBrokenSqeCheck.class, lying);
        Trial.assertCaught(BadArrayIndexIsDroppedCheck.class, lying);
    }

    @Test
    void an_enter_that_takes_more_than_asked_is_caught() { // S019
        LyingKernel greedy = new LyingKernel(HOST).enterInstead(asked -> asked.run(8));
        Trial.assertCaught(EnterTakesNoMoreThanAskedCheck.class, greedy);
    }

    @Test
    void an_enter_that_consumes_nothing_is_caught() { // S018
        LyingKernel lazy = new LyingKernel(HOST).enterInstead(asked -> asked.toSubmit());
        Trial.assertCaught(FullAfterItsEntriesCheck.class, lazy);
    }

    @Test
    void a_request_that_runs_what_its_slot_holds_later_is_caught() { // S020
        LyingKernel lying =
                new LyingKernel(HOST)
                        .impatient()
                        .cqesOf(12, (honest, opcode) -> List.of(new Completion(22, 0, 0)));
        Trial.assertCaught(SqeMayBeReusedAfterSubmitCheck.class, lying);
    }

    @Test
    void arguments_that_are_read_after_the_submit_are_caught() { // S020
        Trial.assertCaught(
                IovecMayBeReusedAfterSubmitCheck.class,
                answering(Opcode.READV, Errno.EFAULT.negative()));
        Trial.assertCaught(
                TimespecMayBeReusedAfterSubmitCheck.class,
                answering(Opcode.TIMEOUT, Errno.EINVAL.negative()));
    }

    @Test
    void a_cqe_for_an_array_entry_that_points_nowhere_is_caught() { // S021
        LyingKernel lying =
                new LyingKernel(HOST)
                        .cqes(
                                (honest, opcode) ->
                                        List.of(
                                                new Completion(1, Errno.EINVAL.negative(), 0),
                                                honest));
        Trial.assertCaught(BadArrayIndexIsDroppedCheck.class, lying);
    }

    @Test
    void a_thread_that_stops_for_good_is_caught() { // S025
        Kernel stopping =
                new ForwardingKernel(HOST) {
                    @Override
                    public int setup(int entries, MemorySegment params) {
                        int flags = params.get(JAVA_INT, ParamsLayout.FLAGS);
                        int without = flags & ~SetupFlag.SQPOLL.bits();
                        params.set(JAVA_INT, ParamsLayout.FLAGS, without);
                        return super.setup(entries, params);
                    }

                    @Override
                    public long nanoTime() {
                        return 1000 * super.nanoTime(); // the wait in vain takes 10 ms, not 10 s
                    }
                };
        Trial.assertCaught(SqpollGoesOnBehindBrokenSqeCheck.class, stopping, RingMode.SQPOLL);
    }

    @Test
    void a_nop_that_injects_nothing_is_caught() { // S029
        Trial.assertCaught(NopInjectsItsResultCheck.class, answering(Opcode.NOP, 0));
    }

    @Test
    void an_enter_that_never_fails_is_caught() { // S030, S031
        LyingKernel lying =
                new LyingKernel(HOST)
                        .enter((toSubmit, minComplete, flags, honest) -> Math.max(honest, 0));
        Trial.assertCaught(EnterWithUnknownFlagIsRefusedCheck.class, lying);
        Trial.assertCaught(EnterOnOtherFileIsRefusedCheck.class, lying);
        Trial.assertCaught(EnterOnClosedFdIsRefusedCheck.class, lying);
        Trial.assertCaught(WaitArgumentOfWrongSizeIsRefusedCheck.class, lying);
        Trial.assertCaught(WaitArgumentAtBadAddressIsRefusedCheck.class, lying);
        Trial.assertCaught(WaitEndsWithItsTimeoutCheck.class, lying);
        Trial.assertCaught(InterruptedWaitReturnsEintrCheck.class, lying);
    }

    @Test
    void a_wait_that_ends_before_its_time_is_caught() { // S031
        LyingKernel hasty =
                new LyingKernel(HOST)
                        .enterInstead(
                                asked ->
                                        asked.has(EnterFlag.EXT_ARG)
                                                ? Errno.ETIME.negative()
                                                : asked.run());
        Trial.assertCaught(WaitEndsWithItsTimeoutCheck.class, hasty);
    }

    @Test
    void an_interruption_that_hides_the_submit_count_is_caught() { // POLY-14
        LyingKernel lying =
                new LyingKernel(HOST)
                        .enter(
                                (toSubmit, minComplete, flags, honest) ->
                                        minComplete > 0 ? Errno.EINTR.negative() : honest);
        Trial.assertCaught(InterruptedWaitReturnsSubmitCountCheck.class, lying);
    }

    /// A kernel that ends every request with this result that would have failed.
    private static LyingKernel failingWith(int result) {
        return new LyingKernel(HOST)
                .cqes(
                        (honest, opcode) ->
                                List.of(
                                        honest.result() < 0
                                                ? new Completion(honest.userData(), result, 0)
                                                : honest));
    }

    /// A kernel that ends every request of an opcode with this result.
    private static LyingKernel answering(Opcode lied, int result) {
        return new LyingKernel(HOST)
                .cqes(
                        (honest, opcode) ->
                                List.of(
                                        opcode == lied.bits()
                                                ? new Completion(honest.userData(), result, 0)
                                                : honest));
    }
}
