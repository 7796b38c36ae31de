package dev.ringmark.reports.render;

import dev.ringmark.reports.section.template.JtebenchGenerated;
import dev.ringmark.reports.view.BenchView;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/// A comparison as one page that needs nothing else: no request and no script.
public final class BenchPage {
    private static final String STYLE =
            PageParts.resource("report.css") + PageParts.resource("bench.css");
    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src "
                    + PageParts.hash(STYLE)
                    + "; base-uri 'none'; form-action 'none'";

    private BenchPage() {}

    /// The page of `view`.
    public static String of(BenchView view) {
        var text = new StringOutput();
        JtebenchGenerated.render(new OwaspHtmlTemplateOutput(text), null, view, POLICY, STYLE);
        return text.toString();
    }
}
