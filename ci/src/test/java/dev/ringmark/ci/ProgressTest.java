package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void on_a_terminal_one_line_is_written_over_and_over_and_cleared() {
        Progress progress = progress(true);
        progress.take("progress 12 420 timeout.fires sqpoll pass");
        progress.show(Duration.ofSeconds(3));
        progress.clear();
        assertEquals("\r\u001b[K  12/420  3 s  timeout.fires (sqpoll)\r\u001b[K", shown());
    }

    @Test
    void a_line_never_grows_past_a_terminal_of_80_columns() {
        Progress progress = progress(true);
        progress.take("progress 12 420 " + "x".repeat(200) + " sqpoll pass");
        progress.show(Duration.ofSeconds(3));
        assertEquals(79, shown().substring(shown().indexOf("K") + 1).length());
    }

    @Test
    void elsewhere_there_is_a_line_every_ten_seconds() {
        Progress progress = progress(false);
        for (int second = 0; second <= 25; second++) {
            progress.take("progress " + second + " 420 timeout.fires sqpoll pass");
            progress.show(Duration.ofSeconds(second));
        }
        assertEquals("10/420 checks, 10 s\n20/420 checks, 20 s\n", shown());
    }

    @Test
    void the_parts_of_a_run_are_counted_together() {
        Progress progress = progress(true);
        progress.take(1, "progress 12 210 timeout.fires sqpoll pass");
        progress.take(2, "progress 5 215 cancel.by_name plain pass");
        progress.take(1, "progress 13 210 timeout.updated plain pass");
        progress.show(Duration.ofSeconds(3));
        assertEquals("\r\u001b[K  18/425  3 s  timeout.updated (plain)", shown());
    }

    @Test
    void a_line_that_is_no_progress_changes_nothing() {
        Progress progress = progress(true);
        progress.take("progress a lot of checks today");
        progress.take("Hello");
        progress.show(Duration.ZERO);
        assertTrue(shown().endsWith("  starting  0 s  starting"), shown());
    }

    private Progress progress(boolean rewrites) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Progress(new Terminal(stream, stream, false, rewrites));
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
