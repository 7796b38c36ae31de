package dev.ringmark.stats.record;

/// How a run ended.
public enum RunStatus {
    /// Everything that was to run has a result.
    COMPLETED,
    /// Someone stopped it, by Ctrl-C for instance; complete up to there.
    INTERRUPTED,
    /// It could not go on; the reason says why.
    ABORTED;

    /// The name in a record: `completed`.
    public String wireName() {
        return Checks.wireName(this);
    }

    /// The constant of a name in a record; any other text is refused with the names there are.
    public static RunStatus parse(String text) {
        return Checks.parse("status", values(), text);
    }
}
