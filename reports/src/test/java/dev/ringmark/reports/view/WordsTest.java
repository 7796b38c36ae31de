package dev.ringmark.reports.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 µs",
        "0.0000126, 13 µs",
        "0.00126, 1.3 ms",
        "0.126, 126 ms",
        "1.26, 1.3 s",
        "59.94, 59.9 s",
        "59.96, 1 min 0 s",
        "0.9996, 1.0 s",
        "200, 3 min 20 s"
    })
    void a_duration_has_the_unit_that_suits_it(double seconds, String text) {
        assertEquals(text, Words.duration(seconds));
    }

    @Test
    void memory_has_the_unit_that_suits_it() {
        assertEquals("1023 B", Words.bytes(1023));
        assertEquals("7.8 GiB", Words.bytes(8_323_072_000L));
        assertEquals("8388608.0 TiB", Words.bytes(Long.MAX_VALUE));
    }

    @Test
    void one_is_singular() {
        assertEquals("1 check", Words.count(1, "check"));
        assertEquals("0 checks", Words.count(0, "check"));
    }
}
