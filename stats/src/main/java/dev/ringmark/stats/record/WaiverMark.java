package dev.ringmark.stats.record;

/// What a waiver means for the result it stands beside.
public enum WaiverMark {
    /// The finding is accepted and does not fail the run.
    COVERS,
    /// There is no finding: the waiver may be obsolete.
    UNEXPECTED_PASS,
    /// The waiver's date has passed: it covers nothing any more.
    EXPIRED;

    /// The name in a record: `covers`.
    public String wireName() {
        return Checks.wireName(this);
    }

    /// The constant of a name in a record; any other text is refused with the names there are.
    public static WaiverMark parse(String text) {
        return Checks.parse("mark", values(), text);
    }
}
