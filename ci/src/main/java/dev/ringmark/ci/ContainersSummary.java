package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.record.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What io_uring did under each policy, in the lines that a person reads; the same as JSON and as
/// Markdown.
final class ContainersSummary {
    private static final List<String> HEAD =
            List.of(
                    "POLICY",
                    "SETUP",
                    "ENTER",
                    "REGISTER",
                    "DATA PATH",
                    "RUNTIME",
                    "DIAGNOSIS",
                    "SUITE",
                    "SECONDS",
                    "RESULT");

    private final List<PolicyOutcome> outcomes;
    private final Path folder;
    private final Terminal terminal;

    ContainersSummary(List<PolicyOutcome> outcomes, Path folder, Terminal terminal) {
        this.outcomes = List.copyOf(outcomes);
        this.folder = folder;
        this.terminal = terminal;
    }

    ExitStatus status() {
        return outcomes.stream().allMatch(one -> one.differences().isEmpty())
                ? ExitStatus.OK
                : ExitStatus.FINDINGS;
    }

    List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        outcomes.forEach(one -> rows.add(row(one)));
        List<String> lines = new ArrayList<>(Layout.table(rows));
        for (PolicyOutcome outcome : outcomes) {
            List<String> differences = outcome.differences();
            if (!differences.isEmpty()) {
                lines.add("");
                lines.add(Paint.BAD.on(terminal, outcome.policy().id()));
                differences.forEach(one -> lines.addAll(Layout.wrap(one, 2)));
            }
        }
        lines.add("");
        lines.add("reports  " + folder);
        String words =
                (status() == ExitStatus.OK ? "ok: all as expected" : "findings")
                        + " (exit "
                        + status().code()
                        + ")";
        lines.add(status() == ExitStatus.OK ? words : Paint.BAD.on(terminal, words));
        return lines;
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# io_uring under policies\n\n");
        appendRow(text, HEAD);
        appendRow(text, HEAD.stream().map(_ -> "---").toList());
        outcomes.forEach(one -> appendRow(text, row(one)));
        for (PolicyOutcome outcome : outcomes) {
            text.append("\n**")
                    .append(outcome.policy().id())
                    .append("**: ")
                    .append(outcome.policy().title())
                    .append(" (")
                    .append(outcome.policy().source())
                    .append(").\n");
            outcome.differences().forEach(one -> text.append("- ").append(one).append('\n'));
        }
        return text.toString();
    }

    Fields json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("folder", folder);
        json.put("exitStatus", status().code());
        json.put("policies", outcomes.stream().map(ContainersSummary::json).toList());
        return Fields.of(json);
    }

    private static Map<String, Object> json(PolicyOutcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", outcome.policy().id());
        json.put("title", outcome.policy().title());
        json.put("expected", outcome.policy().expected().answers());
        json.put("observed", outcome.diagnosis().answers());
        json.put("runtimeExpected", outcome.policy().expected().runtime());
        json.put("runtime", outcome.diagnosis().runtime());
        json.put("runtimeReasons", outcome.diagnosis().runtimeReasons());
        json.put("diagnosisExpected", outcome.policy().expected().diagnosis());
        json.put("diagnosis", outcome.diagnosis().causes());
        json.put("findings", outcome.diagnosis().fields().object().fields().get("findings"));
        json.put("suite", outcome.suite().wireName());
        json.put("ended", outcome.story());
        json.put("differences", outcome.differences());
        Run run = outcome.run();
        if (run != null) {
            Map<String, Object> counts = new LinkedHashMap<>();
            run.counts().forEach((verdict, count) -> counts.put(verdict.wireName(), count));
            json.put("counts", counts);
        }
        return json;
    }

    private static List<String> row(PolicyOutcome outcome) {
        List<String> causes = outcome.diagnosis().causes();
        return List.of(
                outcome.policy().id(),
                outcome.cell("setup"),
                outcome.cell("enter"),
                outcome.cell("register"),
                outcome.dataPath(),
                outcome.runtimeCell(),
                causes.isEmpty() ? "none" : String.join(", ", causes),
                outcome.suite().wireName(),
                String.format(Locale.ROOT, "%.0f", outcome.seconds()),
                outcome.differences().isEmpty() ? "ok" : "differs");
    }

    private static void appendRow(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
