package dev.ringmark.stats.record;

/// The unit of a metric: base units only, so that no reader has to guess a scale.
public enum Unit {
    /// Time.
    SECONDS("s"),
    /// Memory or data.
    BYTES("B"),
    /// Things counted: operations, allocations, context switches.
    COUNT(""),
    /// One amount over another of the same unit.
    RATIO(""),
    /// Operations, requests or events in each second.
    PER_SECOND("1/s"),
    /// Data rate.
    BYTES_PER_SECOND("B/s");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /// What stands behind a number: `B/s`; empty for pure numbers.
    public String symbol() {
        return symbol;
    }

    /// The name in a record: `bytes_per_second`.
    public String wireName() {
        return Checks.wireName(this);
    }

    /// The constant of a name in a record; any other text is refused with the names there are.
    public static Unit parse(String text) {
        return Checks.parse("unit", values(), text);
    }
}
