package dev.ringmark.stats.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON text to [JsonValue] and back, one line each.
public final class Json {
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNameLength(LineSource.LINE_BYTES_MAX)
                                    .maxStringLength(LineSource.LINE_BYTES_MAX)
                                    .build())
                    .characterEscapes(new OneLine())
                    .build();

    private Json() {}

    /// One line of JSON, without a line break inside or behind it.
    public static String write(JsonValue value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            write(value, out);
        } catch (IOException e) {
            // A StringWriter cannot fail: what is left is a value nested too deep to be read again.
            throw new FieldException("(line)", String.valueOf(e.getMessage()), "less nesting");
        }
        return text.toString();
    }

    /// The one value `text` holds; anything else in it is an [IllegalArgumentException].
    public static JsonValue parse(String text) {
        try (JsonParser in = FACTORY.createParser(text)) {
            try {
                in.nextToken();
                JsonValue value = read(in);
                if (in.nextToken() != null) {
                    throw new FieldException("(line)", "more than one value", "one JSON object");
                }
                return value;
            } catch (JsonProcessingException e) {
                String column = "column " + in.currentLocation().getColumnNr();
                throw new FieldException(
                        path(in.getParsingContext()),
                        column + ": " + e.getOriginalMessage(),
                        "valid JSON");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a String cannot fail
        }
    }

    private static void write(JsonValue value, JsonGenerator out) throws IOException {
        switch (value) {
            case JsonValue.Text(String text) -> out.writeString(text);
            case JsonValue.Num(String literal) -> out.writeNumber(literal);
            case JsonValue.Bool(boolean bool) -> out.writeBoolean(bool);
            case JsonValue.Null _ -> out.writeNull();
            case JsonValue.Array(List<JsonValue> items) -> {
                out.writeStartArray();
                for (JsonValue item : items) {
                    write(item, out);
                }
                out.writeEndArray();
            }
            case JsonValue.Obj(Map<String, JsonValue> fields) -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonValue> field : fields.entrySet()) {
                    out.writeFieldName(field.getKey());
                    write(field.getValue(), out);
                }
                out.writeEndObject();
            }
        }
    }

    /// The value at the current token. Jackson bounds the nesting, and with it this recursion.
    private static JsonValue read(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case null -> throw new FieldException("(line)", "nothing", "one JSON object");
            case START_OBJECT -> {
                Map<String, JsonValue> fields = new LinkedHashMap<>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String name = in.currentName();
                    in.nextToken();
                    fields.put(name, read(in));
                }
                yield new JsonValue.Obj(fields);
            }
            case START_ARRAY -> {
                List<JsonValue> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(in));
                }
                yield new JsonValue.Array(items);
            }
            case VALUE_STRING -> new JsonValue.Text(in.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Num(in.getText());
            case VALUE_TRUE -> new JsonValue.Bool(true);
            case VALUE_FALSE -> new JsonValue.Bool(false);
            case VALUE_NULL -> JsonValue.Null.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException("token " + in.currentToken());
        };
    }

    /// Where the parser stands: `env.sysctls`, or `(line)` outside any field.
    private static String path(JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        for (@Nullable JsonStreamContext at = context; at != null; at = at.getParent()) {
            if (at.inObject() && at.getCurrentName() != null) {
                path.insert(0, "." + FieldException.shown(at.getCurrentName()));
            } else if (at.inArray()) {
                path.insert(0, "[" + at.getCurrentIndex() + "]");
            }
        }
        return path.isEmpty() ? "(line)" : path.substring(path.charAt(0) == '.' ? 1 : 0);
    }

    /// Escapes what any tool takes for a line break, and surrogates, so that a lone one survives.
    private static final class OneLine extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            return standardAsciiEscapesForJSON();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            boolean lineBreak = c == 0x85 || c == 0x2028 || c == 0x2029;
            return lineBreak || Character.isSurrogate((char) c)
                    ? new SerializedString(String.format("\\u%04x", c))
                    : null;
        }
    }
}
