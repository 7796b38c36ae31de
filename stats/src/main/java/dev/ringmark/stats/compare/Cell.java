package dev.ringmark.stats.compare;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Units;
import dev.ringmark.stats.sample.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One benchmark of two variants, and what the comparison says of it.
///
/// | component | |
/// |---|---|
/// | `base`, `candidate` | their units; null where that side lacks the benchmark |
/// | `result` | null for [CellVerdict#MISSING] and [CellVerdict#NOT_COMPARABLE] |
/// | `reason` | one sentence: why this verdict |
public record Cell(
        BenchmarkId benchmark,
        @Nullable Units base,
        @Nullable Units candidate,
        @Nullable Result result,
        CellVerdict verdict,
        Confirmation confirmation,
        String reason,
        List<Warning> warnings) {
    /// Copies the warnings.
    public Cell {
        warnings = List.copyOf(warnings);
    }

    /// The numbers behind a verdict.
    ///
    /// | component | |
    /// |---|---|
    /// | `primary` | what is shown; its `p` goes into the family in independent designs |
    /// | `check` | must agree before anything is called slower or faster |
    /// | `familyP` | the p value that was adjusted; `adjustedP` is what it became |
    /// | `equivalence` | the 90 % interval, whose upper end is the one-sided 95 % bound |
    public record Result(
            Estimate primary,
            Estimate check,
            double familyP,
            double adjustedP,
            Interval equivalence,
            EffectSize effect,
            Detectable detectable) {}
}
