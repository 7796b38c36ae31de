package dev.ringmark.stats.compare;

/// Where a cell stands in the two-stage design.
public enum Confirmation {
    /// The family decides alone, or the cell was not flagged.
    NOT_ASKED,
    /// Flagged; fresh units are needed before it is a finding.
    PENDING,
    /// Fresh units say the same by the same rule.
    CONFIRMED,
    /// Fresh units do not.
    REFUTED
}
