package dev.ringmark.ci;

import dev.ringmark.ci.container.Policy;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.Verdict;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.TreeSet;

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

    /// What differs from what was expected, a sentence each; empty when nothing does.
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (String question : Policy.QUESTIONS) {
            if (!seen(question).equals(expected(question))) {
                differences.add(question + ": " + cell(question));
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

    private String seen(String question) {
        return diagnosis.answers().getOrDefault(question, NOT_ASKED);
    }

    private String expected(String question) {
        return policy.expected().answers().getOrDefault(question, NOT_ASKED);
    }
}
