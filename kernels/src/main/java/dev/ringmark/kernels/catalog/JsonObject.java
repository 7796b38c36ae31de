package dev.ringmark.kernels.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A JSON object whose fields are taken by name and type. Whatever nobody takes is an error, and
/// every error names the field by its path: `source.packages[0].sha256`.
final class JsonObject {
    static final JsonFactory FACTORY =
            new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final String path;
    private final Map<String, Object> rest;

    private JsonObject(String path, Map<String, Object> fields) {
        this.path = path;
        this.rest = new LinkedHashMap<>(fields);
    }

    /// The one object that a text holds.
    static JsonObject parse(String text) {
        try (JsonParser in = FACTORY.createParser(text)) {
            in.nextToken();
            JsonObject object = new JsonObject("", asObject("(file)", value(in)));
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("(file): more than one value, expected one");
            }
            return object;
        } catch (IOException e) {
            throw new IllegalArgumentException("(file): not valid JSON: " + e.getMessage(), e);
        }
    }

    String text(String name) {
        return asText(path + name, required(name));
    }

    @Nullable String textOrNull(String name) {
        Object value = rest.remove(name);
        return value == null || value == Absent.NULL ? null : asText(path + name, value);
    }

    /// A text of a given form, which is told in words when it is not met.
    String text(String name, Pattern form, String expected) {
        String text = text(name);
        if (!form.matcher(text).matches()) {
            throw wrong(path + name, text, expected);
        }
        return text;
    }

    long positive(String name) {
        Object value = required(name);
        if (value instanceof Long number && number > 0) {
            return number;
        }
        throw wrong(path + name, value, "a whole number above 0");
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : asList(name)) {
            texts.add(asText(path + name + "[" + texts.size() + "]", item));
        }
        return texts;
    }

    JsonObject object(String name) {
        return new JsonObject(path + name + ".", asObject(path + name, required(name)));
    }

    List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object item : asList(name)) {
            String at = path + name + "[" + objects.size() + "]";
            objects.add(new JsonObject(at + ".", asObject(at, item)));
        }
        return objects;
    }

    boolean has(String name) {
        return rest.getOrDefault(name, Absent.NULL) != Absent.NULL;
    }

    /// The end: a field that is left was misspelt, or is not known.
    void nothingElse() {
        if (!rest.isEmpty()) {
            String name = rest.keySet().iterator().next();
            throw new IllegalArgumentException(path + name + ": a field that is not known");
        }
    }

    IllegalArgumentException wrong(String name, @Nullable Object value, String expected) {
        return new IllegalArgumentException(name + ": " + value + ", expected " + expected);
    }

    private List<?> asList(String name) {
        if (required(name) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(path + name + ": expected an array");
    }

    private Object required(String name) {
        Object value = rest.remove(name);
        if (value == null || value == Absent.NULL) {
            throw new IllegalArgumentException(path + name + ": absent, expected a value");
        }
        return value;
    }

    private static String asText(String name, Object value) {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException(name + ": " + value + ", expected a text");
    }

    @SuppressWarnings("unchecked") // made by value(), which puts only strings there
    private static Map<String, Object> asObject(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException(name + ": " + value + ", expected an object");
    }

    /// The value at the current token. Jackson bounds the nesting, and with it this recursion.
    private static Object value(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String name = in.currentName();
                    in.nextToken();
                    fields.put(name, value(in));
                }
                yield fields;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(in));
                }
                yield items;
            }
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Absent.NULL;
            case null, default -> throw new IOException("nothing, expected an object");
        };
    }

    private enum Absent {
        NULL
    }
}
