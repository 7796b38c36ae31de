package dev.ringmark.reports;

import dev.ringmark.reports.render.HtmlPage;
import dev.ringmark.reports.render.JunitXml;
import dev.ringmark.reports.render.Ktap;
import dev.ringmark.reports.render.MarkdownPage;
import dev.ringmark.reports.render.WholeFiles;
import dev.ringmark.reports.view.RunView;
import dev.ringmark.stats.record.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The reports of one run, made from its record alone: nothing else is asked, so that a report can
/// be made anywhere, of a run made anywhere. The same run gives the same bytes.
public final class Reports {
    private final RunView view;

    private Reports(RunView view) {
        this.view = view;
    }

    /// The reports of `run`.
    public static Reports of(Run run) {
        return new Reports(RunView.of(run));
    }

    /// The reports of a run that is shown elsewhere, too.
    static Reports of(RunView view) {
        return new Reports(view);
    }

    /// Writes all forms of the report of `run` into `folder`, which is made where it is missing.
    ///
    /// @throws IOException in one line, naming the folder and what was wrong; files that were there
    ///     are as they were then, unless the disk failed between two renames
    public static void write(Run run, Path folder) throws IOException {
        WholeFiles.write(folder, of(run).files());
    }

    /// The contents by file name.
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("report.html", html());
        files.put("report.md", markdown());
        files.put("junit.xml", junitXml());
        files.put("report.ktap", ktap());
        return files;
    }

    /// The run in one sentence: `No findings`, `2 findings, 1 more waived`, or why it says nothing.
    /// Counts checks, not results: a check that fails in five ring modes is one finding.
    public String sentence() {
        return view.headline().sentence();
    }

    /// One page for people, complete in itself.
    public String html() {
        return HtmlPage.of(view);
    }

    /// GitHub-flavoured Markdown, for a summary or a comment.
    public String markdown() {
        return MarkdownPage.of(view);
    }

    /// JUnit XML, for CI systems.
    public String junitXml() {
        return JunitXml.of(view);
    }

    /// KTAP version 1, for the kernel's own tools.
    public String ktap() {
        return Ktap.of(view);
    }
}
