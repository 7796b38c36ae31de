package dev.ringmark.conformance.harness;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options behind a verb, each `--name value` and at most once.
final class Arguments {

    private final Map<String, String> values = new LinkedHashMap<>();

    /// Reads them; any other than the known ones is refused.
    Arguments(List<String> words, Set<String> known) {
        for (int at = 0; at < words.size(); at += 2) {
            String name = words.get(at);
            if (!known.contains(name)) {
                throw new UsageException(
                        name
                                + ": unknown option, expected one of "
                                + known.stream().sorted().toList());
            }
            if (at + 1 == words.size()) {
                throw new UsageException(name + ": no value behind it");
            }
            if (values.putIfAbsent(name, words.get(at + 1)) != null) {
                throw new UsageException(name + ": given twice");
            }
        }
    }

    @Nullable String textOrNull(String name) {
        return values.get(name);
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new UsageException(name + ": absent, expected a value");
        }
        return value;
    }

    /// What is separated by commas; nothing when the option is absent.
    List<String> texts(String name) {
        String value = values.get(name);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    long integer(String name) {
        String value = text(name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            throw new UsageException(name + ": " + value + ", expected a 64-bit integer");
        }
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        return constant(name, text(name), type);
    }

    static <E extends Enum<E>> E constant(String name, String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                return constant;
            }
        }
        throw new UsageException(
                name
                        + ": "
                        + value
                        + ", expected one of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }
}
