package dev.ringmark.reports.section;

import dev.ringmark.reports.section.template.JterecordGenerated;
import dev.ringmark.reports.view.RunView;
import gg.jte.Content;
import gg.jte.html.HtmlTemplateOutput;
import java.util.stream.Collectors;

/// Which run this is, what was wrong with its file, and what this version does not understand.
final class RecordSection implements Section {
    @Override
    public String id() {
        return "record";
    }

    @Override
    public String title() {
        return "Record";
    }

    @Override
    public Content html(RunView run) {
        return out -> JterecordGenerated.render((HtmlTemplateOutput) out, null, run);
    }

    @Override
    public void markdown(RunView run, MarkdownText out) {
        out.folded("Run " + run.runId(), table -> table.entries(run.identity()));
        if (!run.problems().isEmpty()) {
            out.block("Problems of the file:");
            out.block(
                    run.problems().stream()
                            .map(problem -> "- " + MarkdownText.code(problem))
                            .collect(Collectors.joining("\n")));
        }
    }
}
