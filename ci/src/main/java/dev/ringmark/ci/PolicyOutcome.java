package dev.ringmark.ci;

import dev.ringmark.ci.container.Policy;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was seen under one policy, beside what was expected.
///
/// @param run the suite's record; null where the harness did not live to begin one
/// @param suite what became of the suite
/// @param story how the suite's container ended
record PolicyOutcome(
        Policy policy,
        Diagnosis diagnosis,
        @Nullable Run run,
        Policy.Suite suite,
        String story,
        double seconds) {

    private static final List<String> CALLS = List.of("setup", "enter", "register");
    private static final String NOT_ASKED = "-";

    /// An answer, and behind it what was expected where that is something else.
    String cell(String question) {
        String seen = seen(question);
        String expected = expected(question);
        return seen.equals(expected) ? seen : seen + " (expected " + expected + ")";
    }

    /// The questions behind the three calls in one: `ok`, or what was not.
    String dataPath() {
        List<String> others = new ArrayList<>();
        for (String question : Policy.QUESTIONS) {
            boolean plain =
                    seen(question).equals(expected(question))
                            && Set.of("ok", NOT_ASKED).contains(seen(question));
            if (!CALLS.contains(question) && !plain) {
                others.add(question + " " + cell(question));
            }
        }
        if (!others.isEmpty()) {
            return String.join(", ", others);
        }
        return seen("nop").equals(NOT_ASKED) ? NOT_ASKED : "ok";
    }

    /// What a loop of the runtime did, in one word where it did so with each fallback; and what was
    /// expected where that is something else.
    String runtimeCell() {
        String seen = together(diagnosis.runtime());
        String wanted = together(policy.expected().runtime());
        return seen.equals(wanted) ? seen : seen + " (expected " + wanted + ")";
    }

    /// What differs from what was expected, a sentence each; empty when nothing does.
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (String question : Policy.QUESTIONS) {
            if (!seen(question).equals(expected(question))) {
                differences.add(question + ": " + cell(question));
            }
        }
        for (String fallback : Policy.FALLBACKS) {
            String outcome = diagnosis.runtime().getOrDefault(fallback, NOT_ASKED);
            String expected = policy.expected().runtime().getOrDefault(fallback, NOT_ASKED);
            if (!outcome.equals(expected)) {
                String why = diagnosis.runtimeReasons().getOrDefault(fallback, "");
                differences.add(
                        "runtime, "
                                + fallback
                                + ": "
                                + outcome
                                + " (expected "
                                + expected
                                + ")"
                                + (why.isEmpty() ? "" : ": " + why));
            }
        }
        List<String> wanted = policy.expected().diagnosis();
        if (!new TreeSet<>(wanted).equals(new TreeSet<>(diagnosis.causes()))) {
            differences.add("diagnosis: " + diagnosis.causes() + " (expected " + wanted + ")");
        }
        if (suite != policy.expected().suite()) {
            differences.add(
                    "suite: "
                            + suite.wireName()
                            + " (expected "
                            + policy.expected().suite().wireName()
                            + "): "
                            + story);
        }
        Run known = run;
        if (known != null) {
            known.results().stream()
                    .filter(ResultLine::isUncoveredFinding)
                    .filter(one -> !policy.expected().explains(one))
                    .map(one -> one.verdict().wireName() + " " + one.id() + ": " + one.reason())
                    .forEach(differences::add);
        }
        return differences;
    }

    /// What became of a suite, by its record and its container.
    static Policy.Suite suite(@Nullable Run run, boolean outOfMemory) {
        if (outOfMemory || run == null) {
            return Policy.Suite.KILLED;
        }
        Map<Verdict, Integer> counts = run.counts();
        boolean allBlocked =
                counts.getOrDefault(Verdict.BLOCKED, 0) == run.results().size()
                        && !run.results().isEmpty();
        return allBlocked ? Policy.Suite.BLOCKED : Policy.Suite.RUNS;
    }

    private static String together(Map<String, String> outcomes) {
        List<String> each =
                Policy.FALLBACKS.stream()
                        .map(fallback -> outcomes.getOrDefault(fallback, NOT_ASKED))
                        .toList();
        if (each.stream().distinct().count() == 1) {
            return each.getFirst();
        }
        return Policy.FALLBACKS.stream()
                .map(fallback -> fallback + " " + outcomes.getOrDefault(fallback, NOT_ASKED))
                .collect(Collectors.joining(", "));
    }

    private String seen(String question) {
        return diagnosis.answers().getOrDefault(question, NOT_ASKED);
    }

    private String expected(String question) {
        return policy.expected().answers().getOrDefault(question, NOT_ASKED);
    }
}
