package dev.ringmark.conformance.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {

    @Test
    void fields_are_separated_by_commas_and_rows_by_line_ends() {
        assertEquals(
                List.of(List.of("a", "b", ""), List.of("", "c", "d")),
                CsvReader.rows("a,b,\n,c,d\n"));
        assertEquals(List.of(List.of("a", "b")), CsvReader.rows("a,b"));
        assertEquals(List.of(List.of("a", "")), CsvReader.rows("a,"));
        assertEquals(List.of(List.of("a"), List.of("b")), CsvReader.rows("a\r\nb\r\n"));
        assertEquals(List.of(), CsvReader.rows(""));
    }

    @Test
    void quotes_keep_commas_quotes_and_line_ends() {
        assertEquals(
                List.of(List.of("a,b", "say \"no\"", "two\nlines", ""), List.of("x")),
                CsvReader.rows("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"\"\nx"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "a,b\"c        | line 1: expected quotes around the whole field",
                "!a\n\"b!      | line 2: expected a closing quote",
                "\"a\"b        | line 1: expected a comma or the end of the line after a closing"
                        + " quote",
            })
    void what_is_broken_is_told_with_its_line(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> CsvReader.rows(text))
                        .getMessage());
    }
}
