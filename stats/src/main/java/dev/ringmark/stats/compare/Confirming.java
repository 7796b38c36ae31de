package dev.ringmark.stats.compare;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;
import dev.ringmark.stats.sample.UnitValue;
import dev.ringmark.stats.sample.Units;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The second of two stages.
final class Confirming {
    private Confirming() {}

    static Comparison of(Comparison first, List<Sample> base, List<Sample> candidate) {
        List<BenchmarkId> flagged = first.flagged();
        if (flagged.isEmpty()) {
            return first;
        }
        Comparison fresh =
                Comparison.of(first.settings(), only(base, flagged), only(candidate, flagged));
        Map<BenchmarkId, Cell> again = new HashMap<>();
        fresh.cells().forEach(cell -> again.put(cell.benchmark(), cell));
        List<Cell> cells =
                first.cells().stream()
                        .map(
                                cell ->
                                        cell.confirmation() == Confirmation.PENDING
                                                ? confirmed(cell, again.get(cell.benchmark()))
                                                : cell)
                        .toList();
        return new Comparison(
                first.settings(),
                first.base(),
                first.candidate(),
                cells,
                first.suites(),
                first.warnings());
    }

    private static List<Sample> only(List<Sample> samples, List<BenchmarkId> flagged) {
        return samples.stream().filter(sample -> flagged.contains(sample.benchmark())).toList();
    }

    private static Cell confirmed(Cell first, @Nullable Cell fresh) {
        if (fresh == null || fresh.result() == null) {
            return first;
        }
        refuseSame(first, first.base(), fresh.base());
        refuseSame(first, first.candidate(), fresh.candidate());
        boolean holds = fresh.verdict() == first.verdict();
        String before = Rules.percent(Objects.requireNonNull(first.result()).primary().ratio() - 1);
        return new Cell(
                first.benchmark(),
                fresh.base(),
                fresh.candidate(),
                fresh.result(),
                holds ? first.verdict() : CellVerdict.INCONCLUSIVE,
                holds ? Confirmation.CONFIRMED : Confirmation.REFUTED,
                "first "
                        + before
                        + "; fresh units "
                        + (holds ? "confirm it: " : "do not confirm it: ")
                        + fresh.reason(),
                fresh.warnings());
    }

    /// The second stage proves nothing if it is the first one again.
    private static void refuseSame(Cell cell, @Nullable Units first, @Nullable Units fresh) {
        if (first != null && fresh != null && values(first).equals(values(fresh))) {
            throw new SampleException(
                    cell.benchmark().label(),
                    "the units of the first stage",
                    "units that were measured anew");
        }
    }

    private static List<Double> values(Units units) {
        return units.values().stream().map(UnitValue::value).toList();
    }
}
