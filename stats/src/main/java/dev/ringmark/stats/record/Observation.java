package dev.ringmark.stats.record;

/// What a probe saw of one feature.
public enum Observation {
    /// The kernel has it.
    SUPPORTED,
    /// The kernel does not have it.
    UNSUPPORTED,
    /// The probe could not tell; the detail says why.
    INCONCLUSIVE;

    /// The name in a record: `supported`.
    public String wireName() {
        return Checks.wireName(this);
    }

    /// The constant of a name in a record; any other text is refused with the names there are.
    public static Observation parse(String text) {
        return Checks.parse("observed", values(), text);
    }
}
