package dev.ringmark.chaos.sim;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.CheckRun;
import dev.ringmark.conformance.fixture.CheckTimedOut;
import dev.ringmark.conformance.fixture.CheckUnsupported;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.stats.record.Verdict;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.platform.commons.support.ReflectionSupport;

/// How a conformance check ends on a kernel, in the words of the harness.
///
/// @param id the check
/// @param mode on which ring
/// @param verdict in lower case; `refused` where the kernel makes no such ring
/// @param reason why it is not a pass
record CheckVerdict(String id, RingMode mode, String verdict, String reason) {

    private static final String CHECKS = "dev.ringmark.conformance.checks.";

    /// One check in one mode.
    record Subject(Class<?> type, RingMode mode) {

        String id() {
            return type.getAnnotation(Check.class).id();
        }

        CheckVerdict on(Kernel kernel) {
            return of(this, kernel);
        }
    }

    /// Every check of a family, in every mode it has.
    static List<Subject> family(String family) {
        return ReflectionSupport.findAllClassesInPackage(
                        CHECKS + family, type -> type.isAnnotationPresent(Check.class), _ -> true)
                .stream()
                .sorted(Comparator.comparing(type -> type.getAnnotation(Check.class).id()))
                .flatMap(CheckVerdict::subjects)
                .toList();
    }

    /// As it stands in a record: `timeout.relative_expires plain pass`.
    String line() {
        return id + " " + mode.wireName() + " " + verdict;
    }

    private static Stream<Subject> subjects(Class<?> type) {
        return Arrays.stream(type.getAnnotation(Check.class).modes())
                .sorted()
                .map(mode -> new Subject(type, mode));
    }

    private static CheckVerdict of(Subject subject, Kernel kernel) {
        CheckRun run = new CheckRun(subject.type(), subject.mode(), kernel);
        try {
            run.run();
        } catch (Throwable ended) { // which is what a check ends with when it does not pass
            String verdict =
                    switch (ended) {
                        case CheckTimedOut _ -> Verdict.TIMED_OUT.name();
                        case CheckBlocked _ -> Verdict.BLOCKED.name();
                        case CheckUnsupported _ -> Verdict.UNSUPPORTED.name();
                        case AssertionError _ -> Verdict.FAIL.name();
                        case RingException _ -> "refused";
                        case DeadlockException _ -> Verdict.TIMED_OUT.name();
                        default -> Verdict.BROKEN.name();
                    };
            return verdict(subject, verdict, ended.toString());
        }
        String variant = run.evidence().variantLine();
        return variant == null
                ? verdict(subject, Verdict.PASS.name(), "")
                : verdict(subject, Verdict.VARIANT.name(), variant);
    }

    private static CheckVerdict verdict(Subject subject, String verdict, String reason) {
        String word = verdict.toLowerCase(Locale.ROOT);
        return new CheckVerdict(subject.id(), subject.mode(), word, reason);
    }
}
