package dev.ringmark.stats.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineCodecTest {
    private static final int LINES = 2_000;
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    @Test
    void a_line_survives_whatever_its_values() throws CharacterCodingException {
        RandomLines lines = new RandomLines(20260131);
        for (int i = 0; i < LINES; i++) {
            RecordLine line = lines.next();
            String text = LineCodec.encode(line);
            String what = "line " + i + " of seed 20260131: " + text;

            String read =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                            .toString();
            assertEquals(line, LineCodec.decode(read), what);
            assertEquals(text, LineCodec.encode(LineCodec.decode(read)), what);
            assertFalse(LINE_BREAK.matcher(text).find(), what);
        }
    }

    @Test
    void unknown_fields_and_lines_are_written_as_they_were_read() {
        String text =
                "{\"type\":\"start\",\"id\":\"a.b\",\"params\":{},\"z\":1.10,"
                        + "\"a\":[1E+400,-0,12345678901234567890123,null,{\"y\":{},\"b\":true}]}";
        assertEquals(text, LineCodec.encode(LineCodec.decode(text)));
        String other = "{\"z\":1,\"type\":\"trace\",\"a\":\"\\ud800\"}";
        assertEquals(other, LineCodec.encode(LineCodec.decode(other)));
    }

    @Test
    void an_absent_and_a_null_field_mean_the_same() {
        RecordLine absent = LineCodec.decode("{\"type\":\"start\",\"id\":\"a.b\"}");
        assertEquals(new StartLine("a.b", Map.of()), absent);
        assertEquals(
                absent, LineCodec.decode("{\"type\":\"start\",\"id\":\"a.b\",\"params\":null}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "verdict | \"pass\" | \"good\" |"
                        + " verdict: good, expected one of pass, fail, variant,"
                        + " unsupported, blocked, timed_out, crashed, broken",
                "id | \"a.b\" | \"a\" | id: a, expected family.behaviour in a-z, 0-9 and _",
                "id | \"a.b\" | 7 | id: 7, expected a string",
                "seconds | 0.0 | -1 | seconds: -1.0, expected a finite number, 0 or more",
                "seconds | 0.0 | 1e999 | seconds: Infinity, expected a finite number, 0 or more",
                "passed | 1 | 2 | attempts.passed: 2, expected 0..1",
                "passed | 1 | 1.5 |"
                        + " attempts.passed: 1.5, expected an integer, -2147483648..2147483647",
                "expected | [] | [1] | expected[0]: 1, expected a string",
                "params | {} | {\"k\":null} | params.k: null, expected a string",
                "artifacts | [] | \"x\" | artifacts: \"x\", expected an array",
                "metrics | [] | [{\"name\":\"m\",\"unit\":\"ms\"}] | metrics[0].unit: ms, expected"
                        + " one of seconds, bytes, count, ratio, per_second, bytes_per_second",
            })
    void what_is_wrong_is_named_with_field_value_and_range(
            String field, String right, String wrong, String message) {
        String text = LineCodec.encode(ResultLine.builder("a.b", Kind.CHECK, Verdict.PASS).build());
        String from = "\"" + field + "\":" + right;
        assertTrue(text.contains(from), text);
        String damaged = text.replace(from, "\"" + field + "\":" + wrong);

        Exception e = assertThrows(IllegalArgumentException.class, () -> LineCodec.decode(damaged));
        assertEquals(message, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"start\",\"id\":\"a.b\"} {} | (line): more than one value,"
                        + " expected one JSON object",
                "[1] | (line): [1], expected a JSON object",
                "`` | (line): nothing, expected one JSON object",
                "{\"hello\":1} | type: absent, expected a value",
                "{\"type\":1} | type: 1, expected a string",
                "{\"type\":\"x\",\"a\":1,\"a\":2} | a: column 22: Duplicate field 'a'",
                "{\"type\":\"x\",\"env\":{\"list\":[1,tru |"
                        + " env.list[1]: column 33: Unrecognized token 'tru'",
                "{\"type\":\"x\",\"a\":NaN} | a: column 20: Non-standard token 'NaN'",
            })
    void what_is_no_line_is_refused_with_its_place(String text, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> LineCodec.decode(text));
        assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    }

    @Test
    void a_value_that_is_no_number_is_refused_by_name() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> new Metric("m", Unit.COUNT, List.of(1.0, value)));
            assertEquals("values[1]: " + value + ", expected a finite number", e.getMessage());
        }
    }

    @Test
    void an_unknown_field_with_a_known_name_is_refused() {
        StartLine line = new StartLine("a.b", Map.of(), Map.of("id", JsonValue.Null.NULL));
        Exception e = assertThrows(IllegalArgumentException.class, () -> LineCodec.encode(line));
        assertEquals(
                "extras: id, expected a name that schema 1 does not use itself", e.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new UnknownLine(
                                new JsonValue.Obj(Map.of("type", new JsonValue.Text("end")))));
    }

    @Test
    void nesting_beyond_what_can_be_read_is_not_written() {
        JsonValue deep = JsonValue.Null.NULL;
        for (int i = 0; i < 2_000; i++) {
            deep = new JsonValue.Array(List.of(deep));
        }
        StartLine line = new StartLine("a.b", Map.of(), Map.of("deep", deep));
        assertThrows(IllegalArgumentException.class, () -> LineCodec.encode(line));
        String text = "{\"type\":\"x\",\"a\":" + "[".repeat(100_000);
        assertThrows(IllegalArgumentException.class, () -> LineCodec.decode(text));
    }

    @Test
    void a_text_longer_than_the_parsers_default_survives() {
        StartLine line = new StartLine("a.b", Map.of("k", "x".repeat(25_000_000)));
        assertEquals(line, LineCodec.decode(LineCodec.encode(line)));
    }
}
