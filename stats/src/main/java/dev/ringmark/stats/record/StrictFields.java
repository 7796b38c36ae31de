package dev.ringmark.stats.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of an object in a reviewed file: taken one by one, and none may be left over.
///
/// Every complaint is an [IllegalArgumentException] that names the field by its path, the value,
/// and what was expected.
public final class StrictFields {

    private final String path;
    private final Map<String, JsonValue> rest;

    /// The fields of a value, which must be an object.
    ///
    /// @param path the object's own name, for complaints; empty for the outermost
    public StrictFields(String path, JsonValue value) {
        if (!(value instanceof JsonValue.Obj object)) {
            throw new IllegalArgumentException(
                    (path.isEmpty() ? "(file)" : path)
                            + ": "
                            + Json.write(value)
                            + ", expected an object");
        }
        this.path = path.isEmpty() ? "" : path + ".";
        rest = new LinkedHashMap<>(object.fields());
    }

    /// A text, which must be there.
    public String text(String name) {
        String text = textOrNull(name);
        if (text == null || text.isBlank()) {
            throw wrong(name, text == null ? "absent" : "empty", "a text");
        }
        return text;
    }

    /// A text that may be left out.
    public @Nullable String textOrNull(String name) {
        return switch (rest.remove(name)) {
            case null -> null;
            case JsonValue.Text(String text) -> text;
            case JsonValue other -> throw wrong(name, Json.write(other), "a text");
        };
    }

    /// A list of texts; nothing when it is absent.
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonValue item : items(name)) {
            if (!(item instanceof JsonValue.Text(String text))) {
                throw wrong(name, Json.write(item), "texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /// A whole number of this range, or null when it is left out.
    public @Nullable Long integerOrNull(String name, long min, long max) {
        JsonValue value = rest.remove(name);
        if (value == null) {
            return null;
        }
        String text = Json.write(value);
        if (value instanceof JsonValue.Num && text.matches("-?\\d{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw wrong(name, text, "a whole number, " + min + ".." + max);
    }

    /// Whether a field is there.
    public boolean has(String name) {
        return rest.containsKey(name);
    }

    /// Whether a field is there and true.
    public boolean is(String name) {
        return switch (rest.remove(name)) {
            case null -> false;
            case JsonValue.Bool(boolean value) -> value;
            case JsonValue other -> throw wrong(name, Json.write(other), "true or false");
        };
    }

    /// An object, which must be there.
    public StrictFields object(String name) {
        JsonValue value = rest.remove(name);
        if (value == null) {
            throw wrong(name, "absent", "an object");
        }
        return new StrictFields(path + name, value);
    }

    /// A list of objects, which must be there.
    public List<StrictFields> objects(String name) {
        if (!rest.containsKey(name)) {
            throw wrong(name, "absent", "a list of objects");
        }
        List<StrictFields> objects = new ArrayList<>();
        for (JsonValue item : items(name)) {
            objects.add(new StrictFields(path + name + "[" + objects.size() + "]", item));
        }
        return objects;
    }

    /// Nothing may be left: a field nobody takes is misspelt.
    public void end() {
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(
                    path + rest.keySet().iterator().next() + ": unknown field, expected none more");
        }
    }

    /// A complaint about a field of this object.
    public IllegalArgumentException wrong(String name, @Nullable String value, String expected) {
        return new IllegalArgumentException(path + name + ": " + value + ", expected " + expected);
    }

    private List<JsonValue> items(String name) {
        return switch (rest.remove(name)) {
            case null -> List.of();
            case JsonValue.Array(List<JsonValue> items) -> items;
            case JsonValue other -> throw wrong(name, Json.write(other), "a list");
        };
    }
}
