package dev.ringmark.stats.record;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of one object as they are taken from a line; what nobody takes is [#extras()].
///
/// Checks types only: ranges are the business of the values the fields go into. An optional field
/// that is absent and one that is `null` mean the same; absent lists and maps are empty.
final class FieldsIn {
    private final Map<String, JsonValue> rest;

    FieldsIn(JsonValue.Obj object) {
        rest = new LinkedHashMap<>(object.fields());
    }

    String text(String name) {
        return asText(name, required(name));
    }

    @Nullable String textOrNull(String name) {
        JsonValue value = optional(name);
        return value == null ? null : asText(name, value);
    }

    long integer(String name) {
        return integer(name, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    int smallInteger(String name) {
        return (int) integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    double number(String name) {
        return asNumber(name, required(name));
    }

    List<Double> numbers(String name) {
        return list(name, FieldsIn::asNumber);
    }

    List<String> texts(String name) {
        return list(name, FieldsIn::asText);
    }

    Map<String, String> textMap(String name) {
        return map(name, FieldsIn::asText);
    }

    /// A field whose text means something: a name, a date, a verdict.
    <T> T parsed(String name, Function<String, T> parser) {
        String text = text(name);
        try {
            return parser.apply(text);
        } catch (DateTimeException _) {
            throw new FieldException(name, text, "ISO 8601, as 2026-01-31T10:00:00Z or 2026-01-31");
        }
    }

    <T> T object(String name, Function<FieldsIn, T> reader) {
        return asObject(name, required(name), reader);
    }

    <T> @Nullable T objectOrNull(String name, Function<FieldsIn, T> reader) {
        JsonValue value = optional(name);
        return value == null ? null : asObject(name, value, reader);
    }

    <T> List<T> objects(String name, Function<FieldsIn, T> reader) {
        return list(name, (itemName, item) -> asObject(itemName, item, reader));
    }

    <T> Map<String, T> map(String name, As<T> as) {
        return switch (optional(name)) {
            case null -> Map.of();
            case JsonValue.Obj object -> {
                Map<String, T> map = new LinkedHashMap<>();
                object.fields().forEach((k, v) -> map.put(k, as.read(name + "." + k, v)));
                yield map;
            }
            case JsonValue other -> throw wrong(name, other, "an object");
        };
    }

    /// What was not taken, in its order.
    Map<String, JsonValue> extras() {
        return rest;
    }

    /// Reads one value; the name is for the refusal.
    @FunctionalInterface
    interface As<T> {
        T read(String name, JsonValue value);
    }

    static int asCount(String name, JsonValue value) {
        return (int) asInteger(name, value, 0, Integer.MAX_VALUE);
    }

    private <T> List<T> list(String name, As<T> as) {
        return switch (optional(name)) {
            case null -> List.of();
            case JsonValue.Array array -> {
                List<T> list = new ArrayList<>(array.items().size());
                for (JsonValue item : array.items()) {
                    list.add(as.read(name + "[" + list.size() + "]", item));
                }
                yield list;
            }
            case JsonValue other -> throw wrong(name, other, "an array");
        };
    }

    private long integer(String name, long min, long max) {
        return asInteger(name, required(name), min, max);
    }

    private JsonValue required(String name) {
        JsonValue value = optional(name);
        if (value == null) {
            throw new FieldException(name, "absent", "a value");
        }
        return value;
    }

    private @Nullable JsonValue optional(String name) {
        JsonValue value = rest.remove(name);
        return value == JsonValue.Null.NULL ? null : value;
    }

    private static String asText(String name, JsonValue value) {
        if (value instanceof JsonValue.Text(String text)) {
            return text;
        }
        throw wrong(name, value, "a string");
    }

    private static double asNumber(String name, JsonValue value) {
        if (value instanceof JsonValue.Num(String literal)) {
            return Double.parseDouble(literal);
        }
        throw wrong(name, value, "a number");
    }

    private static long asInteger(String name, JsonValue value, long min, long max) {
        if (value instanceof JsonValue.Num number) {
            try {
                long integer = number.value().longValueExact();
                if (integer >= min && integer <= max) {
                    return integer;
                }
            } catch (ArithmeticException | NumberFormatException _) {
                // Not an integer of 64 bits: refused below, like one out of range.
                throw wrong(name, value, "an integer, " + min + ".." + max);
            }
        }
        throw wrong(name, value, "an integer, " + min + ".." + max);
    }

    private static <T> T asObject(String name, JsonValue value, Function<FieldsIn, T> reader) {
        if (!(value instanceof JsonValue.Obj object)) {
            throw wrong(name, value, "an object");
        }
        try {
            return reader.apply(new FieldsIn(object));
        } catch (FieldException e) {
            throw e.in(name);
        }
    }

    private static FieldException wrong(String name, JsonValue value, String expected) {
        return new FieldException(name, Json.write(value), expected);
    }
}
