package dev.ringmark.ci;

import dev.ringmark.ci.gate.Decision;
import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.ci.gate.Gate;
import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A matrix in the lines that a person reads in the terminal; the same facts as JSON.
final class MatrixSummary {
    private static final int SHOWN_MAX = 30;
    private static final List<Verdict> COLUMNS =
            List.of(
                    Verdict.PASS,
                    Verdict.FAIL,
                    Verdict.VARIANT,
                    Verdict.UNSUPPORTED,
                    Verdict.BLOCKED,
                    Verdict.TIMED_OUT,
                    Verdict.CRASHED,
                    Verdict.BROKEN);

    private final List<MatrixRun.Cell> cells;
    private final Path folder;
    private final Terminal terminal;

    MatrixSummary(List<MatrixRun.Cell> cells, Path folder, Terminal terminal) {
        this.cells = List.copyOf(cells);
        this.folder = folder;
        this.terminal = terminal;
    }

    /// The worst of all kernels.
    ExitStatus status() {
        ExitStatus worst = ExitStatus.OK;
        for (MatrixRun.Cell cell : cells) {
            ExitStatus one = decision(cell).status();
            worst = one.compareTo(worst) > 0 ? one : worst;
        }
        return worst;
    }

    List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("KERNEL", "RELEASE"));
        COLUMNS.forEach(verdict -> head.add(verdict.wireName()));
        head.addAll(List.of("SECONDS", "RESULT"));
        rows.add(head);
        for (MatrixRun.Cell cell : cells) {
            List<String> row = new ArrayList<>(List.of(cell.image().id(), cell.image().release()));
            for (Verdict verdict : COLUMNS) {
                int count = cell.run().counts().getOrDefault(verdict, 0);
                row.add(cell.began() ? number(count) : "-");
            }
            row.add(String.format(Locale.ROOT, "%.0f", cell.seconds()));
            row.add(word(decision(cell).status()));
            rows.add(row);
        }
        List<String> lines = new ArrayList<>(Layout.table(rows));
        findings(lines);
        for (MatrixRun.Cell cell : cells) {
            if (!cell.began()) {
                lines.add("");
                lines.add(cell.image().id() + ": " + cell.failure());
            }
        }
        lines.add("");
        lines.add("reports  " + folder);
        String words = word(status()) + " (exit " + status().code() + ")";
        lines.add(status() == ExitStatus.OK ? words : Paint.BAD.on(terminal, words));
        return lines;
    }

    Fields json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("folder", folder);
        json.put("exitStatus", status().code());
        json.put("kernels", cells.stream().map(MatrixSummary::json).toList());
        return Fields.of(json);
    }

    private static Map<String, Object> json(MatrixRun.Cell cell) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", cell.image().id());
        json.put("asked", cell.image().asked());
        json.put("release", cell.image().release());
        json.put("exitStatus", decision(cell).status().code());
        json.put("reasons", decision(cell).reasons());
        json.put("folder", cell.folder());
        if (cell.began()) {
            Run run = cell.run();
            Map<String, Object> counts = new LinkedHashMap<>();
            run.counts().forEach((verdict, count) -> counts.put(verdict.wireName(), count));
            json.put("counts", counts);
            json.put(
                    "findings",
                    run.results().stream()
                            .filter(MatrixSummary::isFinding)
                            .map(result -> result.id() + " " + result.params())
                            .toList());
        }
        return json;
    }

    /// Each check with findings once, and on which kernels.
    private void findings(List<String> lines) {
        Map<String, List<String>> kernels = new TreeMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (MatrixRun.Cell cell : cells) {
            for (ResultLine result : cell.run().results()) {
                if (isFinding(result)) {
                    String name = result.verdict().wireName() + "  " + result.id();
                    List<String> on = kernels.computeIfAbsent(name, _ -> new ArrayList<>());
                    if (!on.contains(cell.image().id())) {
                        on.add(cell.image().id());
                    }
                    reasons.putIfAbsent(
                            name, Objects.requireNonNullElse(result.reason(), result.says()));
                }
            }
        }
        if (kernels.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Findings that no waiver covers: " + kernels.size());
        kernels.entrySet().stream()
                .limit(SHOWN_MAX)
                .forEach(
                        one -> {
                            lines.add("  " + one.getKey() + "  on " + on(one.getValue()));
                            String reason = reasons.getOrDefault(one.getKey(), "");
                            lines.addAll(Layout.wrap(reason, 8));
                        });
        if (kernels.size() > SHOWN_MAX) {
            lines.add("  and " + (kernels.size() - SHOWN_MAX) + " more, in the reports");
        }
    }

    private String on(List<String> kernels) {
        return kernels.size() == cells.size() && cells.size() > 1
                ? "all kernels"
                : String.join(", ", kernels);
    }

    private static boolean isFinding(ResultLine result) {
        return !Gate.isCanary(result) && result.isUncoveredFinding();
    }

    private static Decision decision(MatrixRun.Cell cell) {
        if (cell.began()) {
            return Gate.decide(cell.run());
        }
        EndLine end = cell.run().end();
        boolean interrupted = end != null && end.status() == RunStatus.INTERRUPTED;
        return new Decision(
                interrupted ? ExitStatus.INTERRUPTED : ExitStatus.COULD_NOT_RUN,
                List.of(cell.failure()));
    }

    private static String number(int count) {
        return count == 0 ? "." : Integer.toString(count);
    }

    private static String word(ExitStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
