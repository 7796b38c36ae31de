package dev.ringmark.chaos.workload;

/// A promise that was broken in a run.
///
/// @param invariant which
/// @param detail what was seen
public record Violation(Invariant invariant, String detail) {

    /// For people, in one line.
    public String describe() {
        return invariant.id() + " (" + invariant.promise() + "): " + detail;
    }
}
