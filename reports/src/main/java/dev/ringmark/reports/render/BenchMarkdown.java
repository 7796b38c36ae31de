package dev.ringmark.reports.render;

import dev.ringmark.reports.section.MarkdownText;
import dev.ringmark.reports.view.BenchRow;
import dev.ringmark.reports.view.BenchView;

import java.util.ArrayList;
import java.util.List;

/// A comparison as GitHub-flavoured Markdown: what the page says, in short.
public final class BenchMarkdown {
    private BenchMarkdown() {}

    /// The text of `view`.
    public static String of(BenchView view) {
        var out = new MarkdownText();
        out.heading(
                1,
                MarkdownText.text(view.candidate()) + " against " + MarkdownText.text(view.base()));
        out.block("**" + MarkdownText.text(view.sentence()) + "**");
        List<List<String>> rows = new ArrayList<>();
        for (BenchRow row : view.rows()) {
            rows.add(
                    List.of(
                            MarkdownText.code(row.name()) + " " + MarkdownText.text(row.measure()),
                            row.change(),
                            row.interval(),
                            row.units(),
                            MarkdownText.text(row.verdict())));
        }
        out.table(List.of("Benchmark", "Change", "Interval", "Units", "Verdict"), rows);
        for (String suite : view.suites()) {
            out.block("Suite: " + MarkdownText.text(suite) + ".");
        }
        if (!view.control().isEmpty()) {
            out.block(MarkdownText.text(view.control()) + ".");
        }
        out.folded("Reasons and warnings", folded -> reasons(view, folded));
        out.folded("Method", folded -> folded.entries(view.method()));
        return out.toString();
    }

    private static void reasons(BenchView view, MarkdownText out) {
        List<List<String>> rows = new ArrayList<>();
        for (BenchRow row : view.rows()) {
            rows.add(List.of(MarkdownText.code(row.name()), MarkdownText.text(row.reason())));
            for (String spread : row.spread()) {
                rows.add(List.of(MarkdownText.code(row.name()), MarkdownText.text(spread)));
            }
            for (String warning : row.warnings()) {
                rows.add(
                        List.of(
                                MarkdownText.code(row.name()),
                                "warning: " + MarkdownText.text(warning)));
            }
        }
        view.warnings().forEach(w -> rows.add(List.of("all", "warning: " + MarkdownText.text(w))));
        out.table(List.of("Benchmark", "Why"), rows);
    }
}
