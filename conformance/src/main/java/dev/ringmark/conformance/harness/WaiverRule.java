package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.record.Waiver;
import dev.ringmark.stats.record.WaiverMark;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A known bug or an accepted difference, as it stands in the reviewed file.
///
/// @param id the check's
/// @param modes the ring modes it is about; empty means all
/// @param from the first kernel it is about, or null
/// @param to the last one, or null
/// @param expires the last day on which it covers anything
record WaiverRule(
        String id,
        Set<RingMode> modes,
        @Nullable KernelVersion from,
        @Nullable KernelVersion to,
        String reason,
        String link,
        LocalDate expires) {

    /// Whether it is about this run on this kernel.
    boolean isAbout(PlannedRun run, KernelVersion kernel) {
        return id.equals(run.found().check().id())
                && (modes.isEmpty() || modes.contains(run.mode()))
                && (from == null || kernel.compareTo(from) >= 0)
                && (to == null || kernel.compareTo(to) <= 0);
    }

    /// What it means for a verdict on a day, or nothing where there is nothing to waive.
    ///
    /// Our own faults are never waived, and neither is a question that was not asked.
    Optional<Waiver> on(Verdict verdict, LocalDate today) {
        return switch (verdict) {
            case FAIL, TIMED_OUT, CRASHED ->
                    Optional.of(
                            waiver(
                                    today.isAfter(expires)
                                            ? WaiverMark.EXPIRED
                                            : WaiverMark.COVERS));
            case PASS, VARIANT -> Optional.of(waiver(WaiverMark.UNEXPECTED_PASS));
            case UNSUPPORTED, BLOCKED, BROKEN -> Optional.empty();
        };
    }

    private Waiver waiver(WaiverMark mark) {
        return new Waiver(id, reason, link, expires, mark);
    }
}
