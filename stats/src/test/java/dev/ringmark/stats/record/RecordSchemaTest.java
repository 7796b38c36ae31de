package dev.ringmark.stats.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The published schema says what writer and reader do, neither more nor less.
class RecordSchemaTest {
    private static final String SCHEMA_TEXT = schemaText();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA_TEXT);
    private static final Map<String, RecordLine> FULL = new LinkedHashMap<>();

    static {
        Samples.LINES.forEach(line -> FULL.put(line.type(), line));
    }

    @Test
    void the_schema_is_itself_valid() {
        JsonSchema meta =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(
                                SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(Set.of(), meta.validate(SCHEMA_TEXT, InputFormat.JSON));
    }

    @Test
    void every_line_that_is_written_is_valid() {
        Samples.LINES.forEach(line -> assertValid(LineCodec.encode(line)));
        assertValid(LineCodec.encode(HeaderRepair.LOST));
        assertValid(LineCodec.encode(ResultLine.builder("a.b", Kind.CHECK, Verdict.PASS).build()));
        assertValid(
                LineCodec.encode(new EndLine(Instant.EPOCH, RunStatus.ABORTED, null, Map.of())));
        RandomLines lines = new RandomLines(7);
        for (int i = 0; i < 500; i++) {
            assertValid(LineCodec.encode(lines.next()));
        }
    }

    @Test
    void every_field_that_is_written_is_described_and_no_other() {
        JsonValue.Obj defs = child(parse(SCHEMA_TEXT), "$defs");
        Map<String, JsonValue.Obj> objects = new HashMap<>();
        FULL.forEach((type, line) -> objects.put(type, LineCodec.toObject(line)));
        objects.remove(Samples.UNKNOWN.type());
        JsonValue.Obj run = LineCodec.toObject(Samples.HEADER);
        JsonValue.Obj result = LineCodec.toObject(Samples.RESULT);
        objects.put("tool", child(run, "tool"));
        objects.put("env", child(run, "env"));
        objects.put("attempts", child(result, "attempts"));
        objects.put("waiver", child(result, "waiver"));
        objects.put("metric", first(result, "metrics"));

        objects.forEach(
                (name, object) -> {
                    Set<String> written = new LinkedHashSet<>(object.fields().keySet());
                    written.removeAll(Samples.EXTRAS.keySet());
                    JsonValue.Obj described = child(child(defs, name), "properties");
                    assertEquals(written, described.fields().keySet(), name);
                });
    }

    /// Each field of a line with every field is left out, and given values of other types: schema
    /// and reader agree on every one of these, and both refuse many.
    @Test
    void schema_and_reader_refuse_the_same() {
        List<JsonValue> values =
                List.of(
                        JsonValue.Null.NULL,
                        new JsonValue.Bool(true),
                        JsonValue.Num.of(-1),
                        JsonValue.Num.of(0),
                        JsonValue.Num.of(0.5),
                        JsonValue.Num.of(1L << 40),
                        new JsonValue.Text(""),
                        new JsonValue.Text("x"),
                        new JsonValue.Array(List.of()),
                        new JsonValue.Array(List.of(new JsonValue.Bool(true))),
                        new JsonValue.Obj(Map.of()),
                        new JsonValue.Obj(Map.of("pass", new JsonValue.Bool(true))));
        List<String> refused = new ArrayList<>();
        BiConsumer<String, String> compare =
                (what, text) -> {
                    // That passed is at most of is beyond what a schema can say.
                    boolean valid = isValid(text) && !what.equals("result.attempts.of=0");
                    assertEquals(valid, isReadable(text), what);
                    if (!valid) {
                        refused.add(what);
                    }
                };
        Samples.LINES.forEach(
                line -> mutate(line.type(), LineCodec.toObject(line), o -> o, values, compare));
        assertTrue(refused.size() > 300, "refused only " + refused.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "result | \"fail\" | \"good\"",
                "result | links.chain_runs_in_order | no_family",
                "result | \"check\" | \"czech\"",
                "result | 2026-12-31 | 2026-02-30",
                "result | \"covers\" | \"hides\"",
                "result | \"unit\":\"seconds\" | \"unit\":\"ms\"",
                "result | 0.0125 | -0.0125",
                "run | \"schema\":1 | \"schema\":2",
                "run | 0x3fff | 0xyz",
                "run | \"kvm\" | \"xen\"",
                "run | 10:00:00 | 25:00:00",
                "feature | as_documented | fine",
                "feature | \"supported\" | \"yes\"",
                "end | \"completed\" | \"done\"",
                "end | \"fail\":1 | \"good\":1",
                "end | \"fail\":1 | \"fail\":-1",
                "start | \"id\" | \"name\"",
            })
    void the_schema_can_fail(String type, String right, String wrong) {
        RecordLine line = FULL.get(type);
        assertNotNull(line);
        String text = LineCodec.encode(line);
        assertTrue(text.contains(right), text);
        String mutant = text.replace(right, wrong);

        assertFalse(isValid(mutant), mutant);
        if (!type.equals("run") || !right.contains("schema")) {
            assertThrows(IllegalArgumentException.class, () -> LineCodec.decode(mutant));
        }
    }

    private interface Rebuild {
        JsonValue.Obj with(JsonValue.Obj changed);
    }

    private static void mutate(
            String where,
            JsonValue.Obj object,
            Rebuild rebuild,
            List<JsonValue> values,
            BiConsumer<String, String> compare) {
        for (Map.Entry<String, JsonValue> field : object.fields().entrySet()) {
            String name = field.getKey();
            if (name.equals("type") || name.equals("schema")) {
                continue; // any text is a type, and a future schema is the file reader's business
            }
            String path = where + "." + name;
            compare.accept(
                    path + " absent",
                    Json.write(rebuild.with(HeaderRepair.with(object, name, null))));
            for (JsonValue value : values) {
                String what = path + "=" + Json.write(value);
                compare.accept(
                        what, Json.write(rebuild.with(HeaderRepair.with(object, name, value))));
            }
            if (field.getValue() instanceof JsonValue.Obj inner) {
                Rebuild outer = changed -> rebuild.with(HeaderRepair.with(object, name, changed));
                mutate(path, inner, outer, values, compare);
            }
        }
    }

    private static void assertValid(String line) {
        assertEquals("[]", messages(line), line);
    }

    private static boolean isValid(String line) {
        return messages(line).equals("[]");
    }

    private static String messages(String line) {
        return SCHEMA.validate(
                        line,
                        InputFormat.JSON,
                        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                .toString();
    }

    private static boolean isReadable(String line) {
        try {
            LineCodec.decode(line);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static JsonValue.Obj parse(String text) {
        return Json.parse(text) instanceof JsonValue.Obj object ? object : fail(text);
    }

    private static JsonValue.Obj child(JsonValue.Obj object, String name) {
        return object.fields().get(name) instanceof JsonValue.Obj child ? child : fail(name);
    }

    private static JsonValue.Obj first(JsonValue.Obj object, String name) {
        return object.fields().get(name) instanceof JsonValue.Array(List<JsonValue> items)
                        && items.getFirst() instanceof JsonValue.Obj first
                ? first
                : fail(name);
    }

    private static JsonValue.Obj fail(String what) {
        throw new AssertionError("not an object: " + what);
    }

    private static String schemaText() {
        try (InputStream in = RecordLine.class.getResourceAsStream("record-schema-1.json")) {
            assertNotNull(in);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
