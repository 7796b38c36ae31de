package dev.ringmark.ci;

import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON object of the harness, read by name: what is absent is empty, as it is for people.
record Fields(JsonValue.Obj object) {
    /// The object of a Java map; see [#json].
    static Fields of(Map<String, Object> map) {
        return new Fields((JsonValue.Obj) json(map));
    }

    /// The object that a line holds.
    static Fields parse(String line) {
        if (Json.parse(line) instanceof JsonValue.Obj object) {
            return new Fields(object);
        }
        throw new IllegalArgumentException("not a JSON object: " + line);
    }

    /// JSON of what Java has: text, numbers, booleans, null, lists, maps, and JSON itself.
    static JsonValue json(@Nullable Object value) {
        return switch (value) {
            case null -> JsonValue.Null.NULL;
            case JsonValue json -> json;
            case Boolean bool -> new JsonValue.Bool(bool);
            case Integer number -> JsonValue.Num.of(number);
            case Map<?, ?> map -> {
                Map<String, JsonValue> fields = new LinkedHashMap<>();
                map.forEach((name, field) -> fields.put(String.valueOf(name), json(field)));
                yield new JsonValue.Obj(fields);
            }
            case List<?> list -> {
                List<JsonValue> items = new ArrayList<>();
                list.forEach(item -> items.add(json(item)));
                yield new JsonValue.Array(items);
            }
            default -> new JsonValue.Text(value.toString());
        };
    }

    String text(String name) {
        return plain(object.fields().get(name));
    }

    List<String> texts(String name) {
        return object.fields().get(name) instanceof JsonValue.Array(List<JsonValue> items)
                ? items.stream().map(Fields::plain).toList()
                : List.of();
    }

    boolean is(String name) {
        return object.fields().get(name) instanceof JsonValue.Bool(boolean value) && value;
    }

    Fields fields(String name) {
        return object.fields().get(name) instanceof JsonValue.Obj inner
                ? new Fields(inner)
                : new Fields(new JsonValue.Obj(Map.of()));
    }

    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        if (object.fields().get(name) instanceof JsonValue.Array(List<JsonValue> items)) {
            for (JsonValue item : items) {
                if (item instanceof JsonValue.Obj inner) {
                    objects.add(new Fields(inner));
                }
            }
        }
        return objects;
    }

    List<String> names() {
        return List.copyOf(object.fields().keySet());
    }

    private static String plain(@Nullable JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonValue.Null _ -> "";
            case JsonValue.Text(String text) -> text;
            case JsonValue.Num(String literal) -> literal;
            case JsonValue.Bool(boolean bool) -> Boolean.toString(bool);
            case JsonValue.Array _, JsonValue.Obj _ -> Json.write(value);
        };
    }
}
