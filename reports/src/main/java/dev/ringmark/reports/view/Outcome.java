package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.record.WaiverMark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a check found, once for all parameters it found the same with.
///
/// `labels` names these (`plain`, `sqpoll, size=64`); `notes` holds all that is rarely there:
/// attempts, the kernel's log, metrics, artifacts, fields this version does not know.
public record Outcome(
        Verdict verdict,
        List<String> labels,
        List<String> expected,
        List<String> observed,
        String reason,
        List<Entry> notes,
        @Nullable WaiverNote waiver) {
    /// Whether a reader has to look at it: a finding, or a waiver that was to cover one.
    public boolean isNotable() {
        return verdict.isFinding() || waiver != null;
    }

    /// Whether it makes the run fail.
    public boolean isUncovered() {
        return verdict.isFinding() && !isCovered();
    }

    /// Whether it is a finding that was accepted.
    public boolean isWaived() {
        return verdict.isFinding() && isCovered();
    }

    /// The same, found with these parameters.
    Outcome withLabels(List<String> found) {
        return new Outcome(verdict, found, expected, observed, reason, notes, waiver);
    }

    private boolean isCovered() {
        return waiver != null && waiver.mark() == WaiverMark.COVERS;
    }
}
