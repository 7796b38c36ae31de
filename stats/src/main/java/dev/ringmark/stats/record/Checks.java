package dev.ringmark.stats.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// What the lines of a record demand of their fields; each refusal names field, value and range.
final class Checks {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*\\.[a-z0-9_]+");

    /// What the parser takes too.
    private static final int NUMBER_LENGTH_MAX = 1000;

    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private Checks() {}

    static void id(String value) {
        if (!ID.matcher(value).matches()) {
            throw new FieldException("id", value, "family.behaviour in a-z, 0-9 and _");
        }
    }

    static void number(String literal) {
        if (literal.length() > NUMBER_LENGTH_MAX || !NUMBER.matcher(literal).matches()) {
            String expected = "a JSON number of at most " + NUMBER_LENGTH_MAX + " characters";
            throw new FieldException("number", literal, expected);
        }
    }

    static void filled(String field, String value) {
        if (value.isEmpty()) {
            throw new FieldException(field, "\"\"", "a text that is not empty");
        }
    }

    static void atLeast(String field, long value, long min) {
        if (value < min) {
            throw new FieldException(field, Long.toString(value), min + " or more");
        }
    }

    /// Finite and not negative.
    static void amount(String field, double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new FieldException(field, Double.toString(value), "a finite number, 0 or more");
        }
    }

    /// An unmodifiable copy that keeps the order and refuses nulls, as `Map.copyOf` does.
    static <K, V> Map<K, V> ordered(Map<K, V> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.forEach(
                (key, value) -> {
                    Objects.requireNonNull(key);
                    Objects.requireNonNull(value);
                });
        return Collections.unmodifiableMap(copy);
    }

    /// The name of a constant as it stands in a record: `AS_DOCUMENTED` is `as_documented`.
    static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E parse(String field, E[] constants, String text) {
        for (E constant : constants) {
            if (wireName(constant).equals(text)) {
                return constant;
            }
        }
        List<String> names = List.of(constants).stream().map(Checks::wireName).toList();
        throw new FieldException(field, text, "one of " + String.join(", ", names));
    }
}
