package dev.ringmark.reports.section;

import dev.ringmark.reports.section.template.JteentriesGenerated;
import dev.ringmark.reports.view.RunView;
import gg.jte.Content;
import gg.jte.html.HtmlTemplateOutput;

/// Where the run was made.
final class EnvironmentSection implements Section {
    @Override
    public String id() {
        return "environment";
    }

    @Override
    public String title() {
        return "Environment";
    }

    @Override
    public Content html(RunView run) {
        return out ->
                JteentriesGenerated.render(
                        (HtmlTemplateOutput) out, null, run.environment(), "h-" + id());
    }

    @Override
    public void markdown(RunView run, MarkdownText out) {
        out.folded("Where the run was made", table -> table.entries(run.environment()));
    }
}
