package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.runtime.kernel.Faulty.Call.ENTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.LyingKernel.CqeLie;
import dev.ringmark.conformance.fixture.LyingKernel.EnterLie;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.Trial;
import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Shows that the checks of overflow hear lies, and that they take older kernels as they are.
class OverflowMutantTest {

    private static final long KEPT = FullCq.ENTRIES + 4;

    @ParameterizedTest
    @MethodSource
    void a_lie_about_a_completion_is_caught(Class<?> check, long userData, CqeLie lie) {
        Kernel kernel = new LyingKernel(Kernel.host()).impatient().cqesOf(userData, lie);
        Trial.assertCaught(check, kernel);
    }

    static Stream<Arguments> a_lie_about_a_completion_is_caught() {
        return Stream.of(
                // S033
                argumentSet(
                        "a kept completion is lost",
                        CompletionsAreKeptCheck.class,
                        KEPT,
                        (CqeLie) (_, _) -> List.of()),
                argumentSet(
                        "a kept completion comes twice",
                        CompletionsAreKeptCheck.class,
                        KEPT,
                        (CqeLie) (honest, _) -> List.of(honest, honest)),
                // S034
                argumentSet(
                        "a kept completion is overtaken",
                        KeptCompletionsComeInOrderCheck.class,
                        KEPT,
                        (CqeLie) (_, _) -> List.of(new Completion(KEPT + 1, 0, 0))),
                argumentSet(
                        "the last kept completion is lost",
                        ReapedRoomIsRefilledCheck.class,
                        2L * FullCq.ENTRIES,
                        (CqeLie) (_, _) -> List.of()),
                // S040
                argumentSet(
                        "the last shot of a poll promises more",
                        MultishotPollEndsCheck.class,
                        Multishots.REQUEST,
                        (CqeLie) (honest, _) -> List.of(withFlags(honest, CqeFlag.MORE.bits()))),
                argumentSet(
                        "the shots of a timeout promise nothing",
                        MultishotTimeoutEndsCheck.class,
                        Multishots.REQUEST,
                        (CqeLie) (honest, _) -> List.of(withFlags(honest, 0))),
                // S041
                argumentSet(
                        "a message is changed",
                        MessagesAreKeptCheck.class,
                        KEPT,
                        (CqeLie) (honest, _) -> List.of(new Completion(KEPT, honest.result(), 1))),
                // S042
                argumentSet(
                        "a narrow ring takes a wide NOP",
                        WideNopNeedsWideCompletionsCheck.class,
                        1L,
                        (CqeLie) (_, _) -> List.of(new Completion(1, 0, 0))));
    }

    @ParameterizedTest
    @MethodSource
    void a_lie_about_enter_is_caught(Class<?> check, EnterLie lie) {
        Trial.assertCaught(check, new LyingKernel(Kernel.host()).enter(lie));
    }

    static Stream<Arguments> a_lie_about_enter_is_caught() {
        return Stream.of(
                // S035: the fixture itself submits no single SQE before this check does.
                argumentSet(
                        "submission is refused",
                        SubmissionGoesOnCheck.class,
                        (EnterLie)
                                (toSubmit, _, _, honest) ->
                                        toSubmit == 1 ? Errno.EBUSY.negative() : honest),
                // S036
                argumentSet(
                        "a wait for a full CQ times out",
                        WaitReturnsWhenFullCheck.class,
                        (EnterLie)
                                (_, minComplete, _, honest) ->
                                        minComplete == FullCq.ENTRIES
                                                ? Errno.ETIME.negative()
                                                : honest),
                argumentSet(
                        "a wait for more than fits is refused",
                        WaitIsClippedToCqSizeCheck.class,
                        (EnterLie)
                                (_, minComplete, _, honest) ->
                                        minComplete > FullCq.ENTRIES
                                                ? Errno.EINVAL.negative()
                                                : honest),
                // S037
                argumentSet(
                        "a wait with kept completions fails otherwise",
                        WaitWithKeptCompletionsCheck.class,
                        (EnterLie)
                                (_, minComplete, _, honest) ->
                                        minComplete == 1 ? Errno.EBADR.negative() : honest));
    }

    /// What these checks expect of a kernel depends on a feature bit that came with the change.
    @ParameterizedTest
    @ValueSource(
            classes = {
                SubmissionGoesOnCheck.class,
                MultishotPollEndsCheck.class,
                MultishotTimeoutEndsCheck.class,
                WaitReturnsWhenFullCheck.class,
                WaitIsClippedToCqSizeCheck.class
            })
    void an_older_kernel_may_do_as_a_newer_one(Class<?> check) {
        Kernel older =
                Masked.hiding(
                        Kernel.host(),
                        FeatureBit.EXT_ARG,
                        FeatureBit.RSRC_TAGS,
                        FeatureBit.RECVSEND_BUNDLE);
        Trial.assertPasses(check, older);
    }

    @Test
    void an_older_kernel_may_refuse_submission() { // S035
        Kernel older = Masked.hiding(Kernel.host(), FeatureBit.RSRC_TAGS);
        Faulty refusing =
                Faulty.over(older)
                        .when(
                                attempt -> attempt.call() == ENTER && attempt.count() == 1,
                                1,
                                Fault.errno(Errno.EBUSY));
        Trial.assertPasses(SubmissionGoesOnCheck.class, refusing, RingMode.PLAIN);
        assertEquals(0, refusing.remaining());
    }

    private static Completion withFlags(Completion honest, int flags) {
        return new Completion(honest.userData(), honest.result(), flags);
    }
}
