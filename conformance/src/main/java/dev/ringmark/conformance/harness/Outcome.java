package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.CheckRun;
import dev.ringmark.conformance.fixture.CheckTimedOut;
import dev.ringmark.conformance.fixture.CheckUnsupported;
import dev.ringmark.conformance.fixture.Evidence;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.ResultBuilder;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the end of a check means, as far as the worker can tell.
final class Outcome {

    /// The field of a draft that names the feature a check did not find; the supervisor takes it
    /// out again when it has decided whether the absence is legal.
    static final String ABSENT_FEATURE = "absentFeature";

    private static final int FRAMES_SHOWN = 4;

    // What stands above a check in its stack is the same every time.
    private static final String RUNNERS = CheckRun.class.getName();

    // A setup that fails so was refused by the environment, whatever the check wanted to ask.
    private static final Set<Integer> SETUP_REFUSALS =
            Set.of(
                    Errno.EPERM.negative(),
                    Errno.ENOMEM.negative(),
                    Errno.EMFILE.negative(),
                    Errno.ENFILE.negative());

    private Outcome() {}

    /// The result of a run that ended by itself, with its evidence.
    static ResultLine of(
            PlannedRun run, Evidence evidence, double seconds, @Nullable Throwable thrown) {
        return of(run, evidence, thrown)
                .expected(evidence.expectedLines())
                .observed(evidence.observedLines())
                .seconds(seconds)
                .build();
    }

    /// Our fault: something other than the kernel kept the check from an answer.
    static ResultBuilder broken(PlannedRun run, Throwable thrown) {
        return run.result(Verdict.BROKEN).reason(describe(thrown));
    }

    private static ResultBuilder of(PlannedRun run, Evidence evidence, @Nullable Throwable thrown) {
        return switch (thrown) {
            case null -> {
                String variant = evidence.variantLine();
                yield variant == null
                        ? run.result(Verdict.PASS)
                        : run.result(Verdict.VARIANT).reason(variant);
            }
            case CheckTimedOut late -> run.result(Verdict.TIMED_OUT).reason(late.getMessage());
            case CheckBlocked blocked -> run.result(Verdict.BLOCKED).reason(blocked.getMessage());
            case CheckUnsupported absent ->
                    run.result(Verdict.UNSUPPORTED)
                            .reason(absent.getMessage())
                            .extras(Map.of(ABSENT_FEATURE, new JsonValue.Text(absent.feature())));
            case AssertionError failed -> run.result(Verdict.FAIL).reason(failed.getMessage());
            case RingException refused when isRefusedSetup(refused) ->
                    run.result(Verdict.BLOCKED).reason(refused.getMessage());
            default -> broken(run, thrown);
        };
    }

    private static boolean isRefusedSetup(RingException e) {
        return e.call().startsWith("io_uring_setup") && SETUP_REFUSALS.contains(e.result());
    }

    /// The exception, its cause, and where in our code it was thrown.
    private static String describe(Throwable thrown) {
        String cause = thrown.getCause() == null ? "" : ", caused by " + thrown.getCause();
        return thrown + cause + ourFrames(List.of(thrown.getStackTrace()));
    }

    /// The innermost frames of ours: ` at TestRing.take:120 < SomeCheck.shows_it:33`.
    static String ourFrames(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> frame.getClassName().startsWith("dev.ringmark."))
                .filter(frame -> !frame.getClassName().startsWith(RUNNERS))
                .limit(FRAMES_SHOWN)
                .map(Outcome::frame)
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.joining(" < "),
                                text -> text.isEmpty() ? "" : " at " + text));
    }

    private static String frame(StackTraceElement frame) {
        String[] names = frame.getClassName().split("\\.");
        return Arrays.asList(names).getLast()
                + "."
                + frame.getMethodName()
                + ":"
                + frame.getLineNumber();
    }
}
