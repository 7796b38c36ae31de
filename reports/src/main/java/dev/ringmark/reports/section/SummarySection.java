package dev.ringmark.reports.section;

import dev.ringmark.reports.section.template.JtesummaryGenerated;
import dev.ringmark.reports.view.RunView;
import dev.ringmark.reports.view.VerdictText;
import dev.ringmark.stats.record.Verdict;
import gg.jte.Content;
import gg.jte.html.HtmlTemplateOutput;
import java.util.ArrayList;
import java.util.List;

/// How many results have which verdict.
final class SummarySection implements Section {
    private static final int BAR_WIDTH = 1000;

    @Override
    public String id() {
        return "summary";
    }

    @Override
    public String title() {
        return "Summary";
    }

    @Override
    public Content html(RunView run) {
        return out -> JtesummaryGenerated.render((HtmlTemplateOutput) out, null, run, bars(run));
    }

    @Override
    public void markdown(RunView run, MarkdownText out) {
        List<List<String>> rows = new ArrayList<>();
        run.counts()
                .forEach(
                        (verdict, n) -> {
                            if (n > 0) {
                                rows.add(List.of(named(verdict), String.valueOf(n)));
                            }
                        });
        if (rows.isEmpty()) {
            out.block("No results.");
        } else {
            out.table(List.of("Verdict", "Results"), rows);
        }
    }

    static String named(Verdict verdict) {
        return VerdictText.symbol(verdict) + " " + VerdictText.word(verdict);
    }

    private static List<Bar> bars(RunView run) {
        List<Bar> bars = new ArrayList<>();
        long before = 0;
        for (Verdict verdict : Verdict.values()) {
            long after = before + run.counts().getOrDefault(verdict, 0);
            if (after > before) {
                int x = (int) (before * BAR_WIDTH / run.resultCount());
                int end = (int) (after * BAR_WIDTH / run.resultCount());
                bars.add(new Bar(verdict, x, end - x));
            }
            before = after;
        }
        return bars;
    }
}
