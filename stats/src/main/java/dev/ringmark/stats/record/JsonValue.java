package dev.ringmark.stats.record;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// A JSON value as it stood in a file: what a record holds of fields this version does not know.
///
/// Numbers keep their digits and objects their order, so that what was read is what is written.
public sealed interface JsonValue {
    /// A string; may hold lone surrogates, which are written as escapes.
    record Text(String value) implements JsonValue {}

    /// A number by its digits: `1.10` stays `1.10`, and 64-bit integers stay exact.
    record Num(String literal) implements JsonValue {
        /// Checks that `literal` is a number in JSON's grammar.
        public Num {
            Checks.number(literal);
        }

        /// An integer.
        public static Num of(long value) {
            return new Num(Long.toString(value));
        }

        /// The shortest decimal that reads back as `value`, which must be finite.
        public static Num of(double value) {
            if (!Double.isFinite(value)) {
                throw new FieldException("number", Double.toString(value), "a finite number");
            }
            return new Num(Double.toString(value));
        }

        /// The exact value.
        public BigDecimal value() {
            return new BigDecimal(literal);
        }
    }

    /// `true` or `false`.
    record Bool(boolean value) implements JsonValue {}

    /// `null`.
    enum Null implements JsonValue {
        /// The only one.
        NULL
    }

    /// An array.
    record Array(List<JsonValue> items) implements JsonValue {
        /// Copies `items`.
        public Array {
            items = List.copyOf(items);
        }
    }

    /// An object, its fields in the order they stood in.
    record Obj(Map<String, JsonValue> fields) implements JsonValue {
        /// Copies `fields`.
        public Obj {
            fields = Checks.ordered(fields);
        }
    }
}
