package dev.ringmark.chaos.workload;

import dev.ringmark.chaos.fault.Fired;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// What a run came to.
///
/// @param violation the first promise that was broken, or null
/// @param hash a number that two runs share when the same happened in both
/// @param faults what went wrong
/// @param seen the marks that the run left: branches of the driver it has been through
/// @param events what happened, when that was to be told
/// @param operations how many operations were accepted
public record Outcome(
        @Nullable Violation violation,
        long hash,
        List<Fired> faults,
        Set<Mark> seen,
        List<String> events,
        long operations) {

    /// Whether every promise was kept.
    public boolean isGood() {
        return violation == null;
    }
}
