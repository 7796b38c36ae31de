package dev.ringmark.reports.render;

import dev.ringmark.reports.section.MarkdownText;
import dev.ringmark.reports.section.Section;
import dev.ringmark.reports.section.Sections;
import dev.ringmark.reports.view.RunView;

/// The report as GitHub-flavoured Markdown: what the page says, in short.
public final class MarkdownPage {
    private MarkdownPage() {}

    /// The text of `run`.
    public static String of(RunView run) {
        var out = new MarkdownText();
        out.heading(1, "io_uring on Linux " + MarkdownText.text(run.kernel()));
        out.block("**" + MarkdownText.text(run.headline().sentence()) + "**");
        for (Section section : Sections.of(run)) {
            out.heading(2, section.title());
            section.markdown(run, out);
        }
        return out.toString();
    }
}
