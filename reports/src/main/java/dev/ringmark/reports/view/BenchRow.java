package dev.ringmark.reports.view;

import dev.ringmark.stats.compare.Cell;
import dev.ringmark.stats.compare.CellVerdict;
import dev.ringmark.stats.compare.Confirmation;
import dev.ringmark.stats.compare.Interval;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.sample.Units;
import dev.ringmark.stats.sample.Warning;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// One benchmark of a comparison in words and numbers for people.
///
/// @param tone the colour and sign of a page, which knows those of checks
/// @param spread what boots and forks have to do with it, where there are boots
/// @param forest null where there is no interval
public record BenchRow(
        String name,
        String measure,
        String change,
        String interval,
        String units,
        String verdict,
        Verdict tone,
        String reason,
        String p,
        List<String> spread,
        List<String> warnings,
        @Nullable Forest forest) {
    /// Copies the lists.
    public BenchRow {
        spread = List.copyOf(spread);
        warnings = List.copyOf(warnings);
    }

    static BenchRow of(Cell cell, Forest.Scale scale) {
        Cell.Result result = cell.result();
        Interval interval = result == null ? Interval.UNBOUNDED : result.primary().interval();
        boolean known = result != null && interval.isBounded();
        String id = cell.benchmark().toString();
        String label = cell.benchmark().label();
        return new BenchRow(
                label,
                id.substring(label.length()).strip(),
                result == null ? "" : change(result.primary().ratio()),
                known ? change(interval.lo()) + " to " + change(interval.hi()) : "",
                count(cell.base()) + " v " + count(cell.candidate()),
                word(cell),
                tone(cell.verdict()),
                cell.reason(),
                result == null || !known
                        ? ""
                        : String.format(Locale.ROOT, "%.2g", result.adjustedP()),
                Spread.of(cell.base(), cell.candidate()),
                cell.warnings().stream().map(Warning::text).toList(),
                known && result != null ? scale.forest(result.primary().ratio(), interval) : null);
    }

    /// `+2.1 %`: how much slower, whatever the direction of the measure.
    static String change(double ratio) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * (ratio - 1));
    }

    private static String count(@Nullable Units units) {
        return units == null ? "0" : Integer.toString(units.count());
    }

    private static String word(Cell cell) {
        String word = word(cell.verdict());
        return switch (cell.confirmation()) {
            case NOT_ASKED -> word;
            case PENDING -> word + ", to be confirmed";
            case CONFIRMED -> word + ", confirmed";
            case REFUTED -> word + ", not confirmed";
        };
    }

    /// `NO_REGRESSION` as people read it: `no regression`.
    static String word(CellVerdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Verdict tone(CellVerdict verdict) {
        return switch (verdict) {
            case REGRESSED -> Verdict.FAIL;
            case IMPROVED, EQUIVALENT, NO_REGRESSION -> Verdict.PASS;
            case INCONCLUSIVE -> Verdict.VARIANT;
            case UNSTABLE -> Verdict.TIMED_OUT;
            case NOT_COMPARABLE -> Verdict.BLOCKED;
            case TOO_FEW_UNITS, MISSING -> Verdict.UNSUPPORTED;
        };
    }

    /// Whether a cell speaks for a change that a second stage has to look at.
    static boolean isPending(Cell cell) {
        return cell.confirmation() == Confirmation.PENDING;
    }
}
