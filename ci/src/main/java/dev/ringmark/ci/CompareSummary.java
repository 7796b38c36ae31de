package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunDifferences;
import dev.ringmark.stats.record.RunDifferences.Became;
import dev.ringmark.stats.record.RunDifferences.Change;
import dev.ringmark.stats.record.RunDifferences.EnvironmentChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The differences of runs in lines for people; the same as JSON for machines.
final class CompareSummary {
    private static final int OBSERVED_LINES_MAX = 4;
    private static final int INDENT = 12;

    private final List<Pair> pairs;
    private final List<String> onlyBefore;
    private final List<String> onlyAfter;
    private final Terminal terminal;

    /// What differs between two runs.
    ///
    /// @param kernel of a matrix; empty where one run is compared with one
    /// @param before the earlier run's id
    /// @param after the later run's id
    record Pair(String kernel, String before, String after, RunDifferences differences) {
        static Pair of(String kernel, Run before, Run after) {
            return new Pair(
                    kernel,
                    before.header().runId(),
                    after.header().runId(),
                    RunDifferences.between(before, after));
        }
    }

    /// @param onlyBefore the kernels that only the earlier matrix has
    /// @param onlyAfter those that only the later one has
    CompareSummary(
            List<Pair> pairs, List<String> onlyBefore, List<String> onlyAfter, Terminal terminal) {
        this.pairs = List.copyOf(pairs);
        this.onlyBefore = List.copyOf(onlyBefore);
        this.onlyAfter = List.copyOf(onlyAfter);
        this.terminal = terminal;
    }

    ExitStatus status() {
        boolean isWorse = pairs.stream().anyMatch(pair -> pair.differences().isWorse());
        return isWorse ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    /// The lines, ready to print.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Pair pair : pairs) {
            String kernel = pair.kernel().isEmpty() ? "" : pair.kernel() + ": ";
            lines.add(Paint.STRONG.on(terminal, kernel + pair.before() + " -> " + pair.after()));
            environment(lines, pair.differences());
            for (Became became : Became.values()) {
                changes(lines, became, pair.differences().of(became));
            }
            lines.add("");
        }
        if (!onlyBefore.isEmpty()) {
            lines.addAll(Layout.wrap("Only in the earlier matrix: " + onlyBefore, 0));
        }
        if (!onlyAfter.isEmpty()) {
            lines.addAll(Layout.wrap("Only in the later matrix: " + onlyAfter, 0));
        }
        lines.add(outcome());
        return lines;
    }

    /// The same as a JSON object.
    Fields json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("worse", status() == ExitStatus.FINDINGS);
        all.put("exitStatus", status().code());
        all.put("pairs", pairs.stream().map(CompareSummary::json).toList());
        all.put("onlyBefore", onlyBefore);
        all.put("onlyAfter", onlyAfter);
        return Fields.of(all);
    }

    private static void environment(List<String> lines, RunDifferences differences) {
        for (EnvironmentChange change : differences.environment()) {
            String text = shown(change.before()) + " -> " + shown(change.after());
            lines.addAll(Layout.wrap(change.name() + ": " + text, 2));
        }
    }

    /// One line for what became of a check in the same way, with all its parameters.
    private void changes(List<String> lines, Became became, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Map<String, List<Change>> alike = new LinkedHashMap<>();
        for (Change change : changes) {
            String story = change.id() + verdicts(change) + told(change, became);
            alike.computeIfAbsent(story, _ -> new ArrayList<>()).add(change);
        }
        Paint paint = became == Became.NEW_FAIL ? Paint.BAD : Paint.STRONG;
        lines.add(paint.on(terminal, heading(became) + ": " + alike.size()));
        for (List<Change> group : alike.values()) {
            Change first = group.getFirst();
            List<String> params = group.stream().map(CompareSummary::params).toList();
            lines.addAll(Layout.wrap(first.id() + " " + params + verdicts(first), 2));
            lines.addAll(told(first, became));
        }
    }

    private static String verdicts(Change change) {
        String before = verdict(change.before());
        String after = verdict(change.after());
        return ": " + (before.equals(after) ? after : before + " -> " + after);
    }

    private static List<String> told(Change change, Became became) {
        if (became == Became.ADDED || became == Became.GONE) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(observed("before", change.before()));
        lines.addAll(observed("after", change.after()));
        return lines;
    }

    private static List<String> observed(String when, @Nullable ResultLine result) {
        if (result == null) {
            return List.of();
        }
        List<String> seen = new ArrayList<>(result.observed());
        if (result.reason() != null) {
            seen.addFirst(result.reason());
        }
        List<String> lines = new ArrayList<>();
        for (String line : seen.subList(0, Math.min(seen.size(), OBSERVED_LINES_MAX))) {
            lines.addAll(Layout.labelled("    " + when, INDENT, line));
        }
        return lines;
    }

    private String outcome() {
        int worse = 0;
        int changes = 0;
        for (Pair pair : pairs) {
            worse += pair.differences().of(Became.NEW_FAIL).size();
            changes += pair.differences().changes().size();
        }
        if (worse > 0) {
            return Paint.BAD.on(terminal, "worse: new findings, " + worse + " results (exit 1)");
        }
        return Paint.GOOD.on(
                terminal,
                changes == 0
                        ? "ok: every result is the same (exit 0)"
                        : "ok: nothing new fails (exit 0)");
    }

    private static Map<String, Object> json(Pair pair) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kernel", pair.kernel());
        fields.put("before", pair.before());
        fields.put("after", pair.after());
        fields.put("worse", pair.differences().isWorse());
        fields.put(
                "environment",
                pair.differences().environment().stream().map(CompareSummary::json).toList());
        fields.put(
                "changes",
                pair.differences().changes().stream().map(CompareSummary::json).toList());
        return fields;
    }

    private static Map<String, Object> json(EnvironmentChange change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", change.name());
        fields.put("before", change.before());
        fields.put("after", change.after());
        return fields;
    }

    private static Map<String, Object> json(Change change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("became", change.became().name().toLowerCase(Locale.ROOT));
        fields.put("id", change.id());
        fields.put("params", change.params());
        fields.put("before", json(change.before()));
        fields.put("after", json(change.after()));
        return fields;
    }

    private static @Nullable Map<String, Object> json(@Nullable ResultLine result) {
        if (result == null) {
            return null;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("verdict", result.verdict().wireName());
        fields.put("waived", isWaived(result));
        fields.put("observed", result.observed());
        fields.put("reason", result.reason());
        return fields;
    }

    private static String heading(Became became) {
        return switch (became) {
            case NEW_FAIL -> "New findings";
            case FIXED -> "No finding any more";
            case VERDICT -> "Another verdict";
            case OBSERVED -> "The same verdict, observed otherwise";
            case ADDED -> "Only in the later run";
            case GONE -> "Only in the earlier run";
        };
    }

    private static String verdict(@Nullable ResultLine result) {
        if (result == null) {
            return "nothing";
        }
        String name = result.verdict().wireName().replace('_', ' ');
        return isWaived(result) ? name + " (waived)" : name;
    }

    private static boolean isWaived(ResultLine result) {
        return result.verdict().isFinding() && !result.isUncoveredFinding();
    }

    private static String params(Change change) {
        return String.join(", ", change.params().values());
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(unknown)" : value;
    }
}
