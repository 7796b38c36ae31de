package dev.ringmark.stats.compare;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;
import dev.ringmark.stats.sample.Warning;
import java.util.List;

/// Two variants, benchmark by benchmark, and the suite as a whole. Cells are sorted by benchmark.
public record Comparison(
        Settings settings,
        Variant base,
        Variant candidate,
        List<Cell> cells,
        List<Suite> suites,
        List<Warning> warnings) {
    /// Copies the lists.
    public Comparison {
        cells = List.copyOf(cells);
        suites = List.copyOf(suites);
        warnings = List.copyOf(warnings);
    }

    /// Compares two sides, each of one variant with each benchmark once; anything else is a
    /// [dev.ringmark.stats.sample.SampleException].
    public static Comparison of(Settings settings, List<Sample> base, List<Sample> candidate) {
        return new Comparing(settings, base, candidate).comparison();
    }

    /// Benchmarks that a second stage must measure anew.
    public List<BenchmarkId> flagged() {
        return cells.stream()
                .filter(cell -> cell.confirmation() == Confirmation.PENDING)
                .map(Cell::benchmark)
                .toList();
    }

    /// The second stage: flagged cells judged by fresh samples alone, by the same rule. Units of
    /// both stages are never pooled: the first ones were chosen for looking bad.
    public Comparison confirm(List<Sample> freshBase, List<Sample> freshCandidate) {
        return Confirming.of(this, freshBase, freshCandidate);
    }

    /// Whether a regression is established: flagged cells that wait for fresh units do not count.
    public boolean hasRegression() {
        return cells.stream()
                .anyMatch(
                        cell ->
                                cell.verdict() == CellVerdict.REGRESSED
                                        && cell.confirmation() != Confirmation.PENDING);
    }
}
