package dev.ringmark.reports.section;

import dev.ringmark.reports.section.template.JtechecksGenerated;
import dev.ringmark.reports.view.CheckRow;
import dev.ringmark.reports.view.Family;
import dev.ringmark.reports.view.Outcome;
import dev.ringmark.reports.view.RunView;
import gg.jte.Content;
import gg.jte.html.HtmlTemplateOutput;
import java.util.List;

/// Every check, by family.
final class ChecksSection implements Section {
    /// With more columns than this a table is not narrowed to cards but scrolls in its own frame.
    private static final int COLUMNS_MAX = 10;

    @Override
    public String id() {
        return "checks";
    }

    @Override
    public String title() {
        return "Checks";
    }

    @Override
    public boolean isIn(RunView run) {
        return !run.families().isEmpty();
    }

    @Override
    public Content html(RunView run) {
        return out -> JtechecksGenerated.render((HtmlTemplateOutput) out, null, run, COLUMNS_MAX);
    }

    @Override
    public void markdown(RunView run, MarkdownText out) {
        for (Family family : run.families()) {
            out.folded(family.name() + ": " + family.says(), table -> table(family, table));
        }
    }

    private static void table(Family family, MarkdownText out) {
        out.table(
                List.of("Check", "Statement", "Result"),
                family.checks().stream().map(ChecksSection::row).toList());
    }

    private static List<String> row(CheckRow check) {
        boolean same = check.outcomes().stream().map(Outcome::verdict).distinct().count() == 1;
        List<String> results =
                check.outcomes().stream()
                        .map(o -> SummarySection.named(o.verdict()) + waived(o) + where(o, same))
                        .distinct()
                        .toList();
        return List.of(
                MarkdownText.code(check.id()),
                MarkdownText.text(check.statement()),
                String.join("; ", results));
    }

    private static String waived(Outcome outcome) {
        return outcome.isWaived() ? ", waived" : "";
    }

    private static String where(Outcome outcome, boolean same) {
        if (same || outcome.labels().isEmpty()) {
            return "";
        }
        return " (" + MarkdownText.text(String.join(", ", outcome.labels())) + ")";
    }
}
