package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.StartLine;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static final RecordLine MESSAGE = new StartLine("poll.waits", Map.of("mode", "plain"));
    private static final String LINE = Frame.of(MESSAGE).stripTrailing();

    @Test
    void a_message_survives_the_way() {
        assertEquals(MESSAGE, Frame.messageIn(LINE));
        assertEquals("", Frame.strayIn(LINE));
    }

    @Test
    void what_was_printed_before_a_message_in_its_line_is_not_a_part_of_it() {
        assertEquals(MESSAGE, Frame.messageIn("half a print" + LINE));
        assertEquals("half a print", Frame.strayIn("half a print" + LINE));
    }

    @Test
    void a_print_is_no_message() {
        assertNull(Frame.messageIn("{\"type\":\"start\"}"));
        assertEquals("a print", Frame.strayIn("a print"));
    }

    @Test
    void a_message_that_is_cut_off_anywhere_is_no_message() {
        for (int length = 0; length < LINE.length(); length++) {
            String cut = LINE.substring(0, length);
            assertNull(Frame.messageIn(cut));
            assertEquals(cut, Frame.strayIn(cut));
        }
    }
}
