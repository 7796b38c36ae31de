package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one check found on one kernel, in all its ring modes.
///
/// @param kernel the kernel's name
/// @param verdict the worst finding; without one what most tells of the kernel: `variant`, `pass`,
///     `blocked`, and `unsupported` only where no mode could be asked; null: not run
/// @param isWaived whether it is a finding and every finding of it is accepted
/// @param says the verdict in words: `pass in 2 of 3`
/// @param link where its statement, expectation and CQEs stand; empty where it was not run
public record MatrixCell(
        String kernel, @Nullable Verdict verdict, boolean isWaived, String says, String link) {

    private static final List<Verdict> TELLING =
            List.of(
                    Verdict.CRASHED,
                    Verdict.FAIL,
                    Verdict.TIMED_OUT,
                    Verdict.BROKEN,
                    Verdict.VARIANT,
                    Verdict.PASS,
                    Verdict.BLOCKED,
                    Verdict.UNSUPPORTED);

    static MatrixCell of(MatrixKernel kernel, @Nullable CheckRow row) {
        if (row == null) {
            return new MatrixCell(kernel.name(), null, false, "not run", "");
        }
        List<Verdict> verdicts = row.cases().stream().map(one -> one.outcome().verdict()).toList();
        Verdict telling =
                TELLING.stream().filter(verdicts::contains).findFirst().orElse(Verdict.BROKEN);
        long same = verdicts.stream().filter(verdict -> verdict == telling).count();
        String word = VerdictText.word(telling) + (row.isWaived() ? ", waived" : "");
        String says =
                same == verdicts.size() ? word : word + " in " + same + " of " + verdicts.size();
        return new MatrixCell(
                kernel.name(), telling, row.isWaived(), says, kernel.report() + "#" + row.anchor());
    }

    /// Whether it makes the matrix fail.
    public boolean isUncovered() {
        return verdict != null && verdict.isFinding() && !isWaived;
    }

    /// The class it is drawn in.
    public String style() {
        return verdict == null ? "unasked" : verdict.wireName();
    }
}
