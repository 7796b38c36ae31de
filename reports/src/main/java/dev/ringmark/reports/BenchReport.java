package dev.ringmark.reports;

import dev.ringmark.reports.render.BenchMarkdown;
import dev.ringmark.reports.render.BenchPage;
import dev.ringmark.reports.render.WholeFiles;
import dev.ringmark.reports.view.BenchRow;
import dev.ringmark.reports.view.BenchView;
import dev.ringmark.stats.compare.Comparison;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A comparison of benchmarks for people. The same comparison gives the same bytes.
public final class BenchReport {
    private final BenchView view;

    private BenchReport(BenchView view) {
        this.view = view;
    }

    /// The report of a comparison.
    ///
    /// @param control the comparison of the base with itself from the same experiment; null: none
    public static BenchReport of(Comparison comparison, @Nullable Comparison control) {
        return new BenchReport(BenchView.of(comparison, control));
    }

    /// How many benchmarks have which verdict.
    public String sentence() {
        return view.sentence();
    }

    /// The table: names of the columns first, one row for each benchmark, regressions first.
    public List<List<String>> table() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("Benchmark", "Change", "Interval", "Units", "p", "Verdict"));
        for (BenchRow row : view.rows()) {
            table.add(
                    List.of(
                            row.name() + " " + row.measure(),
                            row.change(),
                            row.interval(),
                            row.units(),
                            row.p(),
                            row.verdict()));
        }
        return table;
    }

    /// What a reader must know before believing the table: reasons and warnings by benchmark, the
    /// suite, the A/A control.
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (BenchRow row : view.rows()) {
            notes.add(row.name() + ": " + row.reason());
            row.spread().forEach(spread -> notes.add(row.name() + ": " + spread));
            row.warnings().forEach(warning -> notes.add(row.name() + ": warning: " + warning));
        }
        view.warnings().forEach(warning -> notes.add("warning: " + warning));
        view.suites().forEach(suite -> notes.add("suite: " + suite));
        if (!view.control().isEmpty()) {
            notes.add(view.control());
        }
        return notes;
    }

    /// One page, complete in itself, without script.
    public String html() {
        return BenchPage.of(view);
    }

    /// GitHub-flavoured Markdown.
    public String markdown() {
        return BenchMarkdown.of(view);
    }

    /// Writes a text whole or not at all.
    ///
    /// @throws IOException in one line, naming the folder and what was wrong
    public static void write(Path file, String content) throws IOException {
        Path absolute = file.toAbsolutePath();
        WholeFiles.write(
                Objects.requireNonNull(absolute.getParent(), "a file has a folder"),
                Map.of(String.valueOf(absolute.getFileName()), content));
    }
}
