package dev.ringmark.reports.view;

import dev.ringmark.stats.compare.Cell;
import dev.ringmark.stats.compare.CellVerdict;
import dev.ringmark.stats.compare.Comparison;
import dev.ringmark.stats.compare.Correction;
import dev.ringmark.stats.compare.Settings;
import dev.ringmark.stats.compare.Suite;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.sample.Warning;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A comparison as a page shows it: what must be acted on first.
///
/// @param control what the comparison of the base with itself flagged; empty without one
public record BenchView(
        String base,
        String candidate,
        String sentence,
        Verdict tone,
        String control,
        List<BenchRow> rows,
        List<String> suites,
        List<String> warnings,
        List<Entry> method) {
    /// The view of a comparison.
    ///
    /// @param control the base against itself, from the same experiment
    public static BenchView of(Comparison comparison, @Nullable Comparison control) {
        Settings settings = comparison.settings();
        Forest.Scale scale = Forest.Scale.of(comparison.cells(), settings.margin());
        List<Cell> cells = new ArrayList<>(comparison.cells());
        cells.sort(Comparator.comparing(Cell::verdict).thenComparing(Cell::benchmark));
        return new BenchView(
                comparison.base().name(),
                comparison.candidate().name(),
                sentence(comparison),
                tone(comparison),
                control == null ? "" : control(control),
                cells.stream().map(cell -> BenchRow.of(cell, scale)).toList(),
                comparison.suites().stream().map(BenchView::suite).toList(),
                comparison.warnings().stream().map(Warning::text).toList(),
                method(settings));
    }

    private static String sentence(Comparison comparison) {
        Map<CellVerdict, Integer> counts = new EnumMap<>(CellVerdict.class);
        comparison.cells().forEach(cell -> counts.merge(cell.verdict(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((verdict, n) -> parts.add(n + " " + BenchRow.word(verdict)));
        long pending = comparison.cells().stream().filter(BenchRow::isPending).count();
        return String.join(", ", parts) + (pending == 0 ? "" : "; " + pending + " to be confirmed");
    }

    private static Verdict tone(Comparison comparison) {
        if (comparison.hasRegression()) {
            return Verdict.FAIL;
        }
        boolean green = comparison.cells().stream().allMatch(c -> c.verdict().isGreen());
        return green ? Verdict.PASS : Verdict.VARIANT;
    }

    private static String control(Comparison control) {
        long flagged =
                control.cells().stream()
                        .filter(
                                c ->
                                        c.verdict() == CellVerdict.REGRESSED
                                                || c.verdict() == CellVerdict.IMPROVED)
                        .count();
        return "A/A control: the base against itself flagged "
                + flagged
                + " of "
                + control.cells().size();
    }

    private static String suite(Suite suite) {
        String interval =
                suite.interval().isBounded()
                        ? BenchRow.change(suite.interval().lo())
                                + " to "
                                + BenchRow.change(suite.interval().hi())
                        : "no interval";
        return suite.measure().name()
                + ": "
                + BenchRow.change(suite.ratio())
                + " ("
                + interval
                + ") over "
                + Words.count(suite.cells(), "benchmark")
                + (suite.missing() == 0 ? "" : ", " + suite.missing() + " more not compared");
    }

    private static List<Entry> method(Settings settings) {
        return List.of(
                new Entry("Change", "above 0 is slower, whatever the direction of the measure"),
                new Entry(
                        "Intervals",
                        percent(settings.level()) + " for each benchmark, not for all together"),
                new Entry("Threshold", percent(settings.threshold())),
                new Entry("Margin", percent(settings.margin())),
                new Entry("Design", settings.design().name().toLowerCase(Locale.ROOT)),
                new Entry("Family", family(settings.correction())),
                new Entry("Stages", settings.confirm() ? "two" : "one"));
    }

    private static String family(Correction correction) {
        return correction.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * share);
    }
}
