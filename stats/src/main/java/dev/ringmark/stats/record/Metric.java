package dev.ringmark.stats.record;

import java.util.List;
import java.util.Map;

/// What was measured: every raw value, in a base unit, unrounded.
public record Metric(String name, Unit unit, List<Double> values, Map<String, JsonValue> extras) {
    /// Checks that the name is not empty and every value is finite.
    public Metric {
        Checks.filled("name", name);
        values = List.copyOf(values);
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            if (!Double.isFinite(value)) {
                throw new FieldException(
                        "values[" + i + "]", Double.toString(value), "a finite number");
            }
        }
        extras = Checks.ordered(extras);
    }

    /// A metric without unknown fields.
    public Metric(String name, Unit unit, List<Double> values) {
        this(name, unit, values, Map.of());
    }

    static Metric read(FieldsIn in) {
        return new Metric(
                in.text("name"), in.parsed("unit", Unit::parse), in.numbers("values"), in.extras());
    }

    void write(FieldsOut out) {
        out.text("name", name)
                .text("unit", unit.wireName())
                .numbers("values", values)
                .extras(extras);
    }
}
