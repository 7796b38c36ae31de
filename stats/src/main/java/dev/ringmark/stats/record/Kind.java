package dev.ringmark.stats.record;

/// What produced a result.
public enum Kind {
    /// One behaviour of the kernel, asserted.
    CHECK,
    /// A workload under faults, with invariants.
    SCENARIO,
    /// A measurement.
    BENCHMARK;

    /// The name in a record: `check`.
    public String wireName() {
        return Checks.wireName(this);
    }

    /// The constant of a name in a record; any other text is refused with the names there are.
    public static Kind parse(String text) {
        return Checks.parse("kind", values(), text);
    }
}
