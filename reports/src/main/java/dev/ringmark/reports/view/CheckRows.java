package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Attempts;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.Metric;
import dev.ringmark.stats.record.ResultLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Makes the rows of a report from the results of a run.
final class CheckRows {
    /// The parameter whose values are the columns of a report.
    private static final String MODE = "mode";

    private static final int VALUES_MAX = 8;

    private CheckRows() {}

    /// One row per id, in the order the ids come first.
    static List<CheckRow> of(List<ResultLine> results) {
        Map<String, List<ResultLine>> byId = new LinkedHashMap<>();
        for (ResultLine result : results) {
            byId.computeIfAbsent(result.id(), _ -> new ArrayList<>()).add(result);
        }
        return byId.values().stream().map(CheckRows::row).toList();
    }

    /// The parameters in words: the mode by its value, others by name: `sqpoll, size=64`.
    static String label(Map<String, String> params) {
        List<String> words = new ArrayList<>();
        if (params.containsKey(MODE)) {
            words.add(params.get(MODE));
        }
        new TreeMap<>(params)
                .forEach((name, value) -> words.add(name.equals(MODE) ? "" : name + "=" + value));
        words.removeIf(String::isEmpty);
        return Visible.line(String.join(", ", words));
    }

    private static CheckRow row(List<ResultLine> results) {
        ResultLine first = results.getFirst();
        return CheckRow.of(
                first.id(),
                Shown.orEmpty(first.statement()),
                Shown.orEmpty(first.says()),
                Shown.orEmpty(first.since()),
                Shown.orEmpty(first.source()),
                results.stream().map(CheckRows::one).toList());
    }

    private static Case one(ResultLine result) {
        var outcome =
                new Outcome(
                        result.verdict(),
                        List.of(),
                        Shown.lines(result.expected()),
                        Shown.lines(result.observed()),
                        Shown.orEmpty(result.reason()),
                        notes(result),
                        result.waiver() == null ? null : WaiverNote.of(result.waiver()));
        String mode = Visible.line(result.params().getOrDefault(MODE, ""));
        return new Case(mode, label(result.params()), result.seconds(), outcome);
    }

    private static List<Entry> notes(ResultLine result) {
        List<Entry> notes = new ArrayList<>();
        Attempts attempts = result.attempts();
        if (result.kind() != Kind.CHECK) {
            notes.add(new Entry("kind", result.kind().wireName()));
        }
        if (attempts.of() > 1) {
            String flaky = attempts.isFlaky() ? "flaky: " : "";
            notes.add(
                    new Entry(
                            "attempts",
                            flaky + "passed " + attempts.passed() + " of " + attempts.of()));
        }
        if (result.kernelLog() != null && !result.kernelLog().isBlank()) {
            notes.add(new Entry("kernel log", Shown.text(result.kernelLog())));
        }
        for (Metric metric : result.metrics()) {
            notes.add(new Entry(Visible.line(metric.name()), values(metric)));
        }
        if (!result.artifacts().isEmpty()) {
            notes.add(new Entry("artifacts", Shown.text(String.join(", ", result.artifacts()))));
        }
        notes.addAll(Shown.extras(result.extras()));
        return List.copyOf(notes);
    }

    private static String values(Metric metric) {
        String shown =
                metric.values().stream()
                        .limit(VALUES_MAX)
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        int more = metric.values().size() - VALUES_MAX;
        String rest = more > 0 ? " and " + Words.count(more, "value") + " more" : "";
        return (shown + " " + metric.unit().symbol()).strip() + rest;
    }
}
