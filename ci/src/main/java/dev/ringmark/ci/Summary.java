package dev.ringmark.ci;

import dev.ringmark.ci.gate.Decision;
import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.ci.gate.Gate;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.record.Waiver;
import dev.ringmark.stats.record.WaiverMark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A run in the lines that a person reads in the terminal; the same facts as JSON for a machine.
final class Summary {
    private static final int SHOWN_MAX = 20;
    private static final int LABEL = 10;

    private final Run run;
    private final Decision decision;
    private final Path folder;
    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    Summary(Run run, Path folder, Terminal terminal) {
        this.run = run;
        this.decision = Gate.decide(run);
        this.folder = folder;
        this.terminal = terminal;
    }

    /// A run in half a line: `441 results: pass 430, fail 1`.
    static String sentence(Run run) {
        return run.results().size()
                + " results: "
                + run.counts().entrySet().stream()
                        .map(count -> count.getKey().wireName() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }

    ExitStatus status() {
        return decision.status();
    }

    /// The lines, ready to print.
    List<String> lines() {
        lines.clear();
        head();
        counts();
        section("Findings that no waiver covers", Paint.BAD, Summary::isFinding, this::finding);
        section("Waived findings", Paint.CAREFUL, marked(WaiverMark.COVERS), this::waived);
        section("Expired waivers", Paint.CAREFUL, marked(WaiverMark.EXPIRED), this::waived);
        section(
                "Unexpected passes",
                Paint.CAREFUL,
                marked(WaiverMark.UNEXPECTED_PASS),
                this::waived);
        outcome();
        return List.copyOf(lines);
    }

    /// The same as a JSON object.
    Fields json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("runId", run.header().runId());
        json.put("kernelRelease", run.header().env().kernelRelease());
        json.put("binding", run.header().env().binding());
        json.put("availability", run.header().env().availability());
        json.put("suite", run.header().suite());
        json.put("exitStatus", decision.status().code());
        json.put("reasons", decision.reasons());
        json.put("counts", countsByName());
        json.put("findings", resultsJson(Summary::isFinding));
        json.put("waived", resultsJson(marked(WaiverMark.COVERS)));
        json.put("expiredWaivers", resultsJson(marked(WaiverMark.EXPIRED)));
        json.put("unexpectedPasses", resultsJson(marked(WaiverMark.UNEXPECTED_PASS)));
        json.put("folder", folder);
        return Fields.of(json);
    }

    private void head() {
        Environment env = run.header().env();
        lines.add(Paint.STRONG.on(terminal, "Ringmark run " + run.header().runId()));
        label("kernel", env.kernelRelease() + " " + env.arch());
        label("binding", env.binding());
        label("io_uring", env.availability());
        label("suite", run.header().suite() + ", seed " + run.header().seed());
    }

    private void counts() {
        lines.add("");
        Map<Verdict, Integer> counts = run.counts();
        for (Verdict verdict : Verdict.values()) {
            int count = counts.getOrDefault(verdict, 0);
            if (count > 0) {
                String line = "  %-11s %5d".formatted(verdict.wireName(), count);
                lines.add(verdict.isFinding() ? Paint.BAD.on(terminal, line) : line);
            }
        }
    }

    /// What is told of the results of one id, which differ by their parameters.
    @FunctionalInterface
    private interface Teller {
        void tell(ResultLine first);
    }

    private void section(String title, Paint paint, Predicate<ResultLine> wanted, Teller teller) {
        Collection<List<ResultLine>> groups =
                run.results().stream()
                        .filter(wanted)
                        .collect(
                                Collectors.groupingBy(
                                        ResultLine::id, LinkedHashMap::new, Collectors.toList()))
                        .values();
        if (groups.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(paint.on(terminal, title + ": " + groups.size()));
        for (List<ResultLine> group : groups.stream().limit(SHOWN_MAX).toList()) {
            ResultLine first = group.getFirst();
            String statement = first.statement() == null ? "" : " (" + first.statement() + ")";
            lines.add("  " + first.verdict().wireName() + "  " + first.id() + statement);
            detail("with", group.stream().map(Summary::params).collect(Collectors.joining("; ")));
            teller.tell(first);
        }
        if (groups.size() > SHOWN_MAX) {
            lines.add("  and " + (groups.size() - SHOWN_MAX) + " more, in the report");
        }
    }

    private void finding(ResultLine result) {
        detail("says", result.says());
        detail("expected", String.join("; ", result.expected()));
        detail("observed", String.join("; ", result.observed()));
        detail("reason", Objects.requireNonNullElse(result.reason(), ""));
    }

    private void waived(ResultLine result) {
        Waiver waiver = Objects.requireNonNull(result.waiver());
        detail("waiver", waiver.id() + ", until " + waiver.expires() + ": " + waiver.reason());
        detail("see", waiver.link());
    }

    private void outcome() {
        lines.add("");
        label("reports", folder.resolve("report.html").toString());
        label("", "beside it: run.ndjson, report.md, junit.xml, report.ktap");
        lines.add("");
        String verdict =
                switch (decision.status()) {
                    case OK -> Paint.GOOD.on(terminal, "ok: nothing stands against this kernel");
                    case FINDINGS -> Paint.BAD.on(terminal, "findings");
                    case USAGE, COULD_NOT_RUN -> Paint.BAD.on(terminal, "no complete run");
                    case INTERRUPTED -> Paint.CAREFUL.on(terminal, "interrupted");
                };
        lines.add(verdict + " (exit " + decision.status().code() + ")");
        for (String reason : decision.reasons()) {
            lines.addAll(Layout.wrap(reason, 2));
        }
    }

    private void label(String label, String text) {
        lines.addAll(Layout.labelled("  " + label, LABEL + 2, text));
    }

    private void detail(String label, String text) {
        if (!text.isBlank()) {
            lines.addAll(Layout.labelled("        " + label, LABEL + 8, text));
        }
    }

    private Map<String, Object> countsByName() {
        Map<String, Object> counts = new LinkedHashMap<>();
        run.counts().forEach((verdict, count) -> counts.put(verdict.wireName(), count));
        return counts;
    }

    private List<Map<String, Object>> resultsJson(Predicate<ResultLine> wanted) {
        return run.results().stream().filter(wanted).map(Summary::resultJson).toList();
    }

    private static Map<String, Object> resultJson(ResultLine result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", result.id());
        json.put("params", result.params());
        json.put("verdict", result.verdict().wireName());
        json.put("says", result.says());
        json.put("expected", result.expected());
        json.put("observed", result.observed());
        json.put("reason", result.reason());
        json.put("waiver", result.waiver() == null ? null : result.waiver().id());
        return json;
    }

    private static boolean isFinding(ResultLine result) {
        return Gate.isCanary(result)
                ? result.verdict() != Verdict.PASS && result.verdict() != Verdict.BLOCKED
                : result.isUncoveredFinding();
    }

    private static Predicate<ResultLine> marked(WaiverMark mark) {
        return result -> result.waiver() != null && result.waiver().mark() == mark;
    }

    private static String params(ResultLine result) {
        return result.params().entrySet().stream()
                .map(Object::toString)
                .collect(Collectors.joining(","));
    }
}
