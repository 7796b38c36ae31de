package dev.ringmark.conformance.harness;

import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of an object in a reviewed file: taken one by one, and none may be left over.
final class StrictFields {

    private final String path;
    private final Map<String, JsonValue> rest;

    /// @param path the object's own name, for complaints; empty for the outermost
    StrictFields(String path, JsonValue value) {
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

    String text(String name) {
        String text = textOrNull(name);
        if (text == null || text.isBlank()) {
            throw wrong(name, text == null ? "absent" : "empty", "a text");
        }
        return text;
    }

    @Nullable String textOrNull(String name) {
        return switch (rest.remove(name)) {
            case null -> null;
            case JsonValue.Text(String text) -> text;
            case JsonValue other -> throw wrong(name, Json.write(other), "a text");
        };
    }

    /// A list of texts; nothing when it is absent.
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonValue item : items(name)) {
            if (!(item instanceof JsonValue.Text(String text))) {
                throw wrong(name, Json.write(item), "texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /// A list of objects, which must be there.
    List<StrictFields> objects(String name) {
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
    void end() {
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(
                    path + rest.keySet().iterator().next() + ": unknown field, expected none more");
        }
    }

    IllegalArgumentException wrong(String name, @Nullable String value, String expected) {
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
