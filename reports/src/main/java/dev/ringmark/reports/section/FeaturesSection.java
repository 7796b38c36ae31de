package dev.ringmark.reports.section;

import dev.ringmark.reports.section.template.JtefeaturesGenerated;
import dev.ringmark.reports.view.FeatureRow;
import dev.ringmark.reports.view.RunView;
import gg.jte.Content;
import gg.jte.html.HtmlTemplateOutput;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What documentation, header and kernel say of each feature; what differs first.
final class FeaturesSection implements Section {
    @Override
    public String id() {
        return "features";
    }

    @Override
    public String title() {
        return "Features";
    }

    @Override
    public boolean isIn(RunView run) {
        return !run.features().isEmpty();
    }

    @Override
    public Content html(RunView run) {
        List<FeatureRow> rows =
                run.features().stream()
                        .sorted(Comparator.comparing(row -> !row.differs()))
                        .toList();
        return out -> JtefeaturesGenerated.render((HtmlTemplateOutput) out, null, run, rows);
    }

    @Override
    public void markdown(RunView run, MarkdownText out) {
        out.block(
                run.featureCounts().entrySet().stream()
                                .map(e -> e.getValue() + " " + FeatureRow.word(e.getKey()))
                                .collect(Collectors.joining(", "))
                        + ".");
        List<FeatureRow> differing = run.features().stream().filter(FeatureRow::differs).toList();
        if (!differing.isEmpty()) {
            out.block("Not as documented:");
            out.table(
                    List.of("Feature", "Documented", "Header", "Observed", "Class", "Detail"),
                    differing.stream().map(FeaturesSection::row).toList());
        }
    }

    private static String detail(FeatureRow row) {
        boolean both = !row.detail().isEmpty() && !row.source().isEmpty();
        return row.detail() + (both ? "; " : "") + row.source();
    }

    private static List<String> row(FeatureRow row) {
        return List.of(
                MarkdownText.code(row.name()),
                MarkdownText.text(row.documented()),
                MarkdownText.text(row.header()),
                row.seen(),
                FeatureRow.word(row.featureClass()),
                MarkdownText.text(detail(row)));
    }
}
