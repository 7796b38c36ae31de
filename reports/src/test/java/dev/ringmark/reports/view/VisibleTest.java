package dev.ringmark.reports.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class VisibleTest {
    @Test
    void plain_text_of_any_script_stays_the_same_object() {
        String text = "Größe 大きさ 🙂\n\tx";
        assertSame(text, Visible.of(text));
    }

    @Test
    void what_cannot_be_seen_is_shown_by_number() {
        assertEquals("\\x{00}\\x{1b}[0m\\x{7f}\\x{0d}", Visible.of("\u0000\u001b[0m\u007f\r"));
        assertEquals("\\x{202e}\\x{2028}\\x{feff}", Visible.of("\u202e\u2028\ufeff"));
        assertEquals("\\x{ffff}\\x{1fffe}\\x{fdd0}", Visible.of("\uffff\ud83f\udffe\ufdd0"));
    }

    @Test
    void half_a_surrogate_pair_is_shown_by_number() {
        assertEquals("a\\x{d83d}b", Visible.of("a\ud83db"));
    }

    @Test
    void a_line_has_no_breaks() {
        assertEquals("a b c", Visible.line(" a\nb\tc\n"));
    }
}
