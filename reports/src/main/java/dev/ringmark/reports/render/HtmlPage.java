package dev.ringmark.reports.render;

import dev.ringmark.reports.section.Sections;
import dev.ringmark.reports.section.template.JtematrixGenerated;
import dev.ringmark.reports.section.template.JtepageGenerated;
import dev.ringmark.reports.view.MatrixView;
import dev.ringmark.reports.view.RunView;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/// The report as one page that needs nothing else: no request, and no script to be read.
///
/// Its policy lets run only the one style and the one script that are ours, by their hashes, so
/// that even markup which got past the escaping could do nothing.
public final class HtmlPage {
    private static final int SIZE_GUESS = 1 << 19;
    private static final String STYLE = PageParts.resource("report.css");
    private static final String SCRIPT = PageParts.resource("report.js");
    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src "
                    + PageParts.hash(STYLE)
                    + "; script-src "
                    + PageParts.hash(SCRIPT)
                    + "; base-uri 'none'; form-action 'none'";

    private HtmlPage() {}

    /// The page of `run`.
    public static String of(RunView run) {
        var text = new StringOutput(SIZE_GUESS);
        JtepageGenerated.render(
                new OwaspHtmlTemplateOutput(text),
                null,
                run,
                Sections.of(run),
                "io_uring on " + run.kernel() + ": " + run.headline().sentence(),
                POLICY,
                STYLE,
                SCRIPT);
        return text.toString();
    }

    /// The page of a matrix.
    public static String of(MatrixView matrix) {
        var text = new StringOutput(SIZE_GUESS);
        JtematrixGenerated.render(
                new OwaspHtmlTemplateOutput(text), null, matrix, POLICY, STYLE, SCRIPT);
        return text.toString();
    }
}
