package dev.ringmark.reports.section;

import dev.ringmark.reports.section.template.JtefindingsGenerated;
import dev.ringmark.reports.view.CheckRow;
import dev.ringmark.reports.view.Entry;
import dev.ringmark.reports.view.Outcome;
import dev.ringmark.reports.view.RunView;
import dev.ringmark.reports.view.WaiverNote;
import gg.jte.Content;
import gg.jte.html.HtmlTemplateOutput;
import java.util.List;

/// What a reader has to look at: findings, waived ones after the others, waivers not needed any
/// more, and what was started and has no result.
final class FindingsSection implements Section {
    @Override
    public String id() {
        return "findings";
    }

    @Override
    public String title() {
        return "Findings";
    }

    @Override
    public Content html(RunView run) {
        return out -> JtefindingsGenerated.render((HtmlTemplateOutput) out, null, run);
    }

    @Override
    public void markdown(RunView run, MarkdownText out) {
        if (!run.unfinished().isEmpty()) {
            out.block("Started, and no result: " + codes(run.unfinished()));
        }
        for (CheckRow check : run.notable()) {
            out.heading(3, MarkdownText.code(check.id()) + statement(check));
            if (!check.says().isEmpty()) {
                out.block(MarkdownText.text(check.says()));
            }
            check.notable().forEach(outcome -> outcome(outcome, out));
            out.block("Repeat it: `" + run.repetition(check) + "`");
        }
        if (run.unfinished().isEmpty() && run.notable().isEmpty()) {
            out.block("None.");
        }
    }

    private static void outcome(Outcome outcome, MarkdownText out) {
        var list = new StringBuilder("- **" + SummarySection.named(outcome.verdict()) + "**");
        if (!outcome.labels().isEmpty()) {
            list.append(" in ").append(codes(outcome.labels()));
        }
        if (!outcome.reason().isEmpty()) {
            list.append(": ").append(MarkdownText.text(outcome.reason()));
        }
        for (String line : outcome.expected()) {
            list.append("\n  - expected ").append(MarkdownText.code(line));
        }
        for (String line : outcome.observed()) {
            list.append("\n  - observed ").append(MarkdownText.code(line));
        }
        for (Entry note : outcome.notes()) {
            list.append("\n  - ").append(MarkdownText.text(note.name())).append(": ");
            list.append(MarkdownText.code(note.value()));
        }
        WaiverNote waiver = outcome.waiver();
        if (waiver != null) {
            list.append("\n  - **").append(waiver.says()).append("**: ");
            list.append(MarkdownText.text(waiver.reason()));
            list.append(" (").append(MarkdownText.text(waiver.id()));
            list.append(waiver.link() == null ? ")" : ", <" + waiver.link() + ">)");
        }
        out.block(list.toString());
    }

    private static String statement(CheckRow check) {
        return check.statement().isEmpty() ? "" : " (" + MarkdownText.text(check.statement()) + ")";
    }

    private static String codes(List<String> texts) {
        return String.join(", ", texts.stream().map(MarkdownText::code).toList());
    }
}
