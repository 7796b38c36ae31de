package dev.ringmark.stats.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Reads a JSON file value by value, so that its size does not matter; knows line and field of
/// whatever it refuses.
final class JsonIn {
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxDocumentLength(-1).build())
                    .build();

    /// Reads the value of a field, whose first token is the current one, to its last token.
    interface FieldReader {
        void read(String field) throws IOException;
    }

    /// The same for an element of an array.
    interface ElementReader {
        void read() throws IOException;
    }

    /// Reads a whole file to what it holds, from the first token of its one value.
    interface FileReader<T> {
        T read(JsonIn in) throws IOException;
    }

    private final Path file;
    private final JsonParser parser;

    private JsonIn(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /// Reads the whole of `file`: one value, and nothing behind it.
    static <T> T read(Path file, FileReader<T> reader) {
        try (JsonParser parser = FACTORY.createParser(Files.newInputStream(file))) {
            JsonIn in = new JsonIn(file, parser);
            parser.nextToken();
            T result = reader.read(in);
            if (parser.nextToken() != null) {
                throw in.refused("text behind the end of the JSON value");
            }
            return result;
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null ? "" : "" + e.getLocation().getLineNr();
            throw new ImportException(
                    file, at, "not whole JSON: " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ImportException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    void object(FieldReader fields) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            fields.read(field);
        }
    }

    void array(ElementReader elements) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.read();
        }
    }

    /// Passes over the current value.
    void skip() throws IOException {
        parser.skipChildren();
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    String text() throws IOException {
        expect(JsonToken.VALUE_STRING, "a text");
        return parser.getText();
    }

    /// A text, number or truth value as it stands there; arrays and objects are refused.
    String scalar() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue()) {
            throw refused("a text or a number");
        }
        return parser.getText();
    }

    long whole() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getLongValue();
    }

    boolean truth() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isBoolean()) {
            throw refused("true or false");
        }
        return parser.getBooleanValue();
    }

    /// A number; what JSON has no number for is a text: `NaN`, `+INF`, `-INF`.
    double number() throws IOException {
        JsonToken token = parser.currentToken();
        if (token != null && token.isNumeric()) {
            return parser.getDoubleValue();
        }
        String text = token == JsonToken.VALUE_STRING ? parser.getText() : "";
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "NAN" -> Double.NaN;
            case "+INF", "INF", "+INFINITY", "INFINITY" -> Double.POSITIVE_INFINITY;
            case "-INF", "-INFINITY" -> Double.NEGATIVE_INFINITY;
            default -> throw refused("a number, \"NaN\", \"+INF\" or \"-INF\"");
        };
    }

    /// The current value is not what may stand there.
    ImportException refused(String expected) throws IOException {
        String value = parser.currentToken() == null ? "the end" : parser.getText();
        return refused(field(), value, expected);
    }

    /// A field of the object that was read last is not what may stand there, or is missing.
    ImportException refused(String field, String value, String expected) {
        return new ImportException(
                file,
                "" + parser.currentLocation().getLineNr(),
                ImportException.problem(field, value, expected));
    }

    /// Where the current value stands: `/0/primaryMetric/score`.
    String field() {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    /// The line the reader stands in.
    String line() {
        return Integer.toString(parser.currentLocation().getLineNr());
    }

    Path file() {
        return file;
    }

    private void expect(JsonToken token, String expected) throws IOException {
        if (parser.currentToken() != token) {
            throw refused(expected);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").replaceAll(" \\(start marker.*", "");
    }
}
