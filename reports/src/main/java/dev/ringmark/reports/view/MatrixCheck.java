package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// One check on all kernels, cells in the kernels' order.
public record MatrixCheck(
        String id, String statement, String says, String source, List<MatrixCell> cells) {

    /// The verdicts there are, as words of a filter.
    public String verdicts() {
        return cells.stream().map(MatrixCell::style).distinct().collect(Collectors.joining(" "));
    }

    /// How soon a reader should see it.
    public int rank() {
        return cells.stream()
                .map(MatrixCell::verdict)
                .filter(Objects::nonNull)
                .mapToInt(VerdictText::rank)
                .min()
                .orElse(VerdictText.rank(Verdict.PASS));
    }

    /// Whether a finding of it is not accepted.
    public boolean isUncovered() {
        return cells.stream().anyMatch(MatrixCell::isUncovered);
    }

    /// Whether it has findings, and all are accepted.
    public boolean isWaived() {
        return !isUncovered() && cells.stream().anyMatch(MatrixCell::isWaived);
    }
}
