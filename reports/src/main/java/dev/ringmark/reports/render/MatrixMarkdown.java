package dev.ringmark.reports.render;

import dev.ringmark.reports.section.MarkdownText;
import dev.ringmark.reports.view.MatrixCell;
import dev.ringmark.reports.view.MatrixCheck;
import dev.ringmark.reports.view.MatrixFeature;
import dev.ringmark.reports.view.MatrixKernel;
import dev.ringmark.reports.view.MatrixView;
import dev.ringmark.reports.view.VerdictText;
import dev.ringmark.reports.view.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A matrix as GitHub-flavoured Markdown: the kernels, the findings, and what drifted.
public final class MatrixMarkdown {

    private MatrixMarkdown() {}

    /// The text of `matrix`.
    public static String of(MatrixView matrix) {
        var out = new MarkdownText();
        out.heading(1, "io_uring on " + Words.count(matrix.kernels().size(), "kernel"));
        out.block("**" + MarkdownText.text(matrix.sentence()) + "**");
        out.heading(2, "Kernels");
        out.table(
                List.of("Kernel", "Release", "Found", "Results"),
                matrix.kernels().stream().map(MatrixMarkdown::kernel).toList());
        out.heading(2, "Findings");
        if (matrix.notable().isEmpty()) {
            out.block("None.");
        } else {
            out.table(
                    List.of("Check", "Statement", "Where"),
                    matrix.notable().stream().map(MatrixMarkdown::finding).toList());
        }
        out.heading(2, "Checks");
        for (MatrixView.MatrixFamily family : matrix.families()) {
            String summary = family.name() + ": " + Words.count(family.checks().size(), "check");
            out.folded(summary, table -> checks(matrix, family, table));
        }
        out.heading(2, "Features that drifted");
        if (matrix.drift().isEmpty()) {
            out.block("None: each kernel has what its release brought, and nothing more.");
        } else {
            List<String> head = new ArrayList<>(List.of("Feature", "Header"));
            matrix.kernels().forEach(kernel -> head.add(MarkdownText.text(kernel.name())));
            out.table(head, matrix.drift().stream().map(MatrixMarkdown::drift).toList());
        }
        return out.toString();
    }

    private static List<String> kernel(MatrixKernel kernel) {
        String results =
                kernel.run().counts().entrySet().stream()
                        .filter(count -> count.getValue() > 0)
                        .map(count -> count.getValue() + " " + VerdictText.word(count.getKey()))
                        .collect(Collectors.joining(", "));
        return List.of(
                MarkdownText.text(kernel.name()),
                MarkdownText.text(kernel.run().kernel()),
                MarkdownText.text(kernel.run().headline().sentence()),
                results);
    }

    private static List<String> finding(MatrixCheck check) {
        String where =
                check.cells().stream()
                        .filter(cell -> cell.verdict() != null && cell.verdict().isFinding())
                        .map(cell -> MarkdownText.text(cell.kernel() + ": " + cell.says()))
                        .collect(Collectors.joining("; "));
        return List.of(MarkdownText.code(check.id()), MarkdownText.text(check.statement()), where);
    }

    private static void checks(
            MatrixView matrix, MatrixView.MatrixFamily family, MarkdownText out) {
        List<String> head = new ArrayList<>(List.of("Check"));
        matrix.kernels().forEach(kernel -> head.add(MarkdownText.text(kernel.name())));
        List<List<String>> rows = new ArrayList<>();
        for (MatrixCheck check : family.checks()) {
            List<String> row = new ArrayList<>(List.of(MarkdownText.code(check.id())));
            check.cells().forEach(cell -> row.add(sign(cell)));
            rows.add(row);
        }
        out.table(head, rows);
    }

    private static String sign(MatrixCell cell) {
        if (cell.verdict() == null) {
            return "";
        }
        return VerdictText.symbol(cell.verdict()) + (cell.isWaived() ? " waived" : "");
    }

    private static List<String> drift(MatrixFeature feature) {
        List<String> row = new ArrayList<>();
        row.add(MarkdownText.code(feature.name()));
        row.add(MarkdownText.text(feature.header()));
        feature.cells().forEach(seen -> row.add((seen.symbol() + " " + seen.mark()).strip()));
        return row;
    }
}
