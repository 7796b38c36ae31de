package dev.ringmark.stats.compare;

/// What the comparison of one benchmark says.
public enum CellVerdict {
    /// Slower: significant in its family, beyond the threshold, and the check interval agrees.
    REGRESSED,
    /// Faster, by the same rule.
    IMPROVED,
    /// The 90 % interval lies within the margin on both sides.
    EQUIVALENT,
    /// The one-sided 95 % bound lies below the margin: not shown to be equal, shown not to be
    /// worse.
    NO_REGRESSION,
    /// None of these; the reason says what the units could have shown.
    INCONCLUSIVE,
    /// Too many forks never became steady.
    UNSTABLE,
    /// Too few units for any verdict.
    TOO_FEW_UNITS,
    /// The two are not measurements of the same thing, or not from the same machine.
    NOT_COMPARABLE,
    /// One side lacks it.
    MISSING;

    /// Whether it is shown that nothing got worse; the absence of evidence is not green.
    public boolean isGreen() {
        return this == IMPROVED || this == EQUIVALENT || this == NO_REGRESSION;
    }
}
