package dev.ringmark.conformance.checks.links;

import static dev.ringmark.runtime.kernel.Faulty.Call.ENTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.LyingKernel.CqeLie;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.Trial;
import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Shows that the checks of links hear lies, and that they take older kernels as they are.
class LinksMutantTest {

    @ParameterizedTest
    @MethodSource
    void a_lie_about_a_completion_is_caught(Class<?> check, long userData, CqeLie lie) {
        Kernel kernel = new LyingKernel(Kernel.host()).impatient().cqesOf(userData, lie);
        Trial.assertCaught(check, kernel);
    }

    static Stream<Arguments> a_lie_about_a_completion_is_caught() {
        return Stream.of(brokenChains(), timeouts(), drainsAndSilence()).flatMap(it -> it);
    }

    private static Stream<Arguments> brokenChains() {
        return Stream.of(
                // S043
                mutant("members swap places", MembersRunInOrderCheck.class, 1, ok(2, 1), ok(1, 1)),
                mutant("a cancelled member succeeds", ErrorBreaksChainCheck.class, 3, ok(3, 1)),
                mutant(
                        "a neighbour is cancelled",
                        FailureStaysInItsChainCheck.class,
                        5,
                        failed(5, Errno.ECANCELED)),
                mutant(
                        "a bad fd fails what is before it",
                        BadFdFailsWhenReachedCheck.class,
                        1,
                        failed(1, Errno.ECANCELED)),
                // S044
                mutant(
                        "a hard link breaks",
                        HardLinkSurvivesErrorCheck.class,
                        3,
                        failed(3, Errno.ECANCELED)),
                // S045
                mutant(
                        "a chain that can't be prepared begins",
                        PrepErrorFailsWholeChainCheck.class,
                        1,
                        ok(1, 0)),
                mutant(
                        "the last of a hard chain runs",
                        PrepErrorFailsHardChainCheck.class,
                        3,
                        ok(3, 0)),
                // S046
                mutant("a short read goes on", ShortReadBreaksChainCheck.class, 2, ok(2, 0)),
                mutant(
                        "a short receive breaks",
                        ShortReceiveKeepsChainCheck.class,
                        2,
                        failed(2, Errno.ECANCELED)),
                // S047
                mutant("the end of a file goes on", EndOfFileBreaksChainCheck.class, 2, ok(2, 0)),
                // S048
                mutant("the next submit waits", ChainEndsWithSubmitCheck.class, 2),
                // S058
                mutant(
                        "the slot is looked up early",
                        DirectFileIsFoundInChainCheck.class,
                        2,
                        failed(2, Errno.EBADF)));
    }

    private static Stream<Arguments> timeouts() {
        return Stream.of(
                // S049
                mutant(
                        "an expired timeout breaks all the same",
                        ExpiredTimeoutMayBeSuccessCheck.class,
                        2,
                        failed(2, Errno.ECANCELED)),
                // S050
                mutant(
                        "a fired timeout says it did not",
                        TimeoutCancelsTargetCheck.class,
                        2,
                        failed(2, Errno.ECANCELED)),
                mutant(
                        "a member behind a fired timeout runs",
                        FiredTimeoutBreaksChainCheck.class,
                        3,
                        ok(3, 0)),
                // S051
                mutant("a timeout is forgotten", TimeoutEndsWithTargetCheck.class, 2),
                // S052
                mutant(
                        "a timeout without a target expires",
                        TimeoutNeedsTargetCheck.class,
                        1,
                        failed(1, Errno.ETIME)),
                mutant(
                        "a target with two timeouts runs",
                        SecondTimeoutFailsChainCheck.class,
                        1,
                        ok(1, 0)));
    }

    private static Stream<Arguments> drainsAndSilence() {
        return Stream.of(
                // S053
                mutant("a drain overtakes", DrainWaitsForEarlierCheck.class, 1, ok(2, 1), ok(1, 1)),
                mutant("a drained one fails", DrainHoldsUpLaterCheck.class, 3, ok(2, 0), ok(3, 0)),
                mutant(
                        "a drain is overtaken",
                        DrainEndsBeforeLaterStartsCheck.class,
                        2,
                        ok(3, 1),
                        ok(2, 1)),
                // S054
                mutant("a failure is silent", FailureIsNotSilentCheck.class, 1),
                // S055
                mutant(
                        "a silent member speaks",
                        SilentChainPostsItsLastCheck.class,
                        3,
                        ok(1, 0),
                        ok(3, 0)),
                mutant(
                        "a silenced follower speaks",
                        SilentFailureSilencesFollowersCheck.class,
                        1,
                        failed(1, Errno.ENOENT),
                        failed(2, Errno.ECANCELED)),
                mutant("a follower is silenced", LoudFailureReportsFollowersCheck.class, 3),
                // S056
                mutant(
                        "a drain fails otherwise",
                        SilenceDisablesDrainCheck.class,
                        3,
                        failed(3, Errno.EINVAL)),
                // S057
                mutant(
                        "a refused send is notified",
                        SilentZeroCopySendIsRefusedCheck.class,
                        1,
                        failed(1, Errno.EINVAL),
                        new Completion(1, 0, CqeFlag.NOTIF.bits())));
    }

    @Test
    void a_batch_that_stops_at_a_bad_member_is_caught() { // S045
        Kernel kernel =
                new LyingKernel(Kernel.host())
                        .enter((toSubmit, _, _, honest) -> toSubmit == 3 ? 2 : honest);
        Trial.assertCaught(PrepErrorFailsWholeChainCheck.class, kernel);
    }

    /// What these checks expect of a kernel depends on a feature bit that came with the change.
    @ParameterizedTest
    @ValueSource(
            classes = {
                PrepErrorFailsWholeChainCheck.class,
                PrepErrorFailsHardChainCheck.class,
                SecondTimeoutFailsChainCheck.class
            })
    void an_older_kernel_may_do_as_a_newer_one(Class<?> check) {
        Trial.assertPasses(check, Masked.hiding(Kernel.host(), FeatureBit.CQE_SKIP));
    }

    @Test
    void an_older_kernel_may_stop_the_batch() { // S045
        Kernel older = Masked.hiding(Kernel.host(), FeatureBit.CQE_SKIP);
        Faulty stopping =
                Faulty.over(older)
                        .when(
                                attempt -> attempt.call() == ENTER && attempt.count() == 3,
                                3,
                                Fault.shortSubmit(2));
        Trial.assertPasses(PrepErrorFailsWholeChainCheck.class, stopping, RingMode.PLAIN);
        assertEquals(0, stopping.remaining());
    }

    /// A kernel that tells these completions instead of the one with a user data.
    private static Arguments mutant(String lie, Class<?> check, long userData, Completion... told) {
        List<Completion> lies = Arrays.asList(told);
        return argumentSet(lie, check, userData, (CqeLie) (_, _) -> lies);
    }

    private static Completion ok(long userData, int result) {
        return new Completion(userData, result, 0);
    }

    private static Completion failed(long userData, Errno error) {
        return new Completion(userData, error.negative(), 0);
    }
}
