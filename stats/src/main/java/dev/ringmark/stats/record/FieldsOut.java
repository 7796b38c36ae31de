package dev.ringmark.stats.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The fields of one object on their way into a line, in the order they are put.
///
/// What is null is left out; empty lists and maps are written.
final class FieldsOut {
    private final Map<String, JsonValue> fields = new LinkedHashMap<>();

    FieldsOut text(String name, @Nullable String value) {
        return value == null ? this : value(name, new JsonValue.Text(value));
    }

    FieldsOut integer(String name, long value) {
        return value(name, JsonValue.Num.of(value));
    }

    FieldsOut number(String name, double value) {
        return value(name, JsonValue.Num.of(value));
    }

    FieldsOut numbers(String name, List<Double> values) {
        return value(name, array(values.stream().map(JsonValue.Num::of).toList()));
    }

    FieldsOut texts(String name, List<String> values) {
        return value(name, array(values.stream().map(JsonValue.Text::new).toList()));
    }

    FieldsOut textMap(String name, Map<String, String> map) {
        return object(name, map, (value, out) -> value.forEach(out::text));
    }

    <T> FieldsOut object(String name, @Nullable T value, BiConsumer<T, FieldsOut> writer) {
        return value == null ? this : value(name, written(value, writer));
    }

    <T> FieldsOut objects(String name, List<T> values, BiConsumer<T, FieldsOut> writer) {
        return value(name, array(values.stream().map(v -> written(v, writer)).toList()));
    }

    /// Fields this version does not know; one it knows is refused, for it would stand there twice.
    FieldsOut extras(Map<String, JsonValue> extras) {
        extras.forEach(this::value);
        return this;
    }

    JsonValue.Obj toObject() {
        return new JsonValue.Obj(fields);
    }

    private FieldsOut value(String name, JsonValue value) {
        if (fields.putIfAbsent(name, value) != null) {
            throw new FieldException("extras", name, "a name that schema 1 does not use itself");
        }
        return this;
    }

    private static JsonValue array(List<? extends JsonValue> items) {
        return new JsonValue.Array(List.copyOf(items));
    }

    private static <T> JsonValue written(T value, BiConsumer<T, FieldsOut> writer) {
        FieldsOut out = new FieldsOut();
        writer.accept(value, out);
        return out.toObject();
    }
}
