package dev.ringmark.chaos.replay;

import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The fields of a JSON object that a person may have edited: what is wrong is named.
record BundleFields(String path, Map<String, JsonValue> fields) {

    String text(String name) {
        if (field(name) instanceof JsonValue.Text(String value)) {
            return value;
        }
        throw wrong(name, "a text");
    }

    String text(String name, List<String> known) {
        String value = text(name);
        if (!known.contains(value)) {
            throw wrong(name, String.join(", ", known));
        }
        return value;
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String value = text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw wrong(name, Arrays.toString(type.getEnumConstants()));
    }

    long number(String name, long min, long max) {
        return number(name, field(name), min, max);
    }

    List<Long> numbers(String name, long min, long max) {
        List<Long> numbers = new ArrayList<>();
        for (JsonValue item : items(name)) {
            numbers.add(number(name, item, min, max));
        }
        return numbers;
    }

    boolean flag(String name) {
        if (field(name) instanceof JsonValue.Bool(boolean value)) {
            return value;
        }
        throw wrong(name, "true or false");
    }

    BundleFields object(String name) {
        if (field(name) instanceof JsonValue.Obj(Map<String, JsonValue> inner)) {
            return new BundleFields(path + name + ".", inner);
        }
        throw wrong(name, "an object");
    }

    List<BundleFields> objects(String name) {
        List<BundleFields> objects = new ArrayList<>();
        for (JsonValue item : items(name)) {
            if (!(item instanceof JsonValue.Obj(Map<String, JsonValue> inner))) {
                throw wrong(name, "a list of objects");
            }
            objects.add(new BundleFields(path + name + ".", inner));
        }
        return objects;
    }

    private List<JsonValue> items(String name) {
        if (field(name) instanceof JsonValue.Array(List<JsonValue> items)) {
            return items;
        }
        throw wrong(name, "a list");
    }

    private @Nullable JsonValue field(String name) {
        return fields.get(name);
    }

    private long number(String name, @Nullable JsonValue value, long min, long max) {
        if (value instanceof JsonValue.Num number) {
            BigDecimal exact = number.value();
            boolean isInRange =
                    exact.compareTo(BigDecimal.valueOf(min)) >= 0
                            && exact.compareTo(BigDecimal.valueOf(max)) <= 0;
            if (isInRange && exact.stripTrailingZeros().scale() <= 0) {
                return exact.longValueExact();
            }
        }
        throw wrong(name, min + ".." + max);
    }

    private IllegalArgumentException wrong(String name, String expected) {
        JsonValue value = field(name);
        String seen = value == null ? "nothing" : Json.write(value);
        return new IllegalArgumentException(path + name + ": " + seen + ", expected " + expected);
    }
}
