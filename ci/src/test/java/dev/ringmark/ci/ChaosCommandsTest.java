package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The simulation as a person uses it.
class ChaosCommandsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    @TempDir private Path folder;

    @Test
    void seeds_are_run_in_another_jvm_and_every_promise_is_kept() {
        assertEquals(0, run("chaos", "--seed", "7", "--seeds", "20"), text(err));
        assertTrue(text(out).contains("20 seeds"), text(out));
        assertTrue(text(out).contains("every promise was kept"), text(out));
    }

    @Test
    void bad_input_is_named_and_ends_with_2() {
        assertEquals(2, run("chaos", "--seeds", "0"));
        assertTrue(text(err).contains("--seeds: 0, expected 1 or more"), text(err));
        assertEquals(2, run("chaos", "--threads", "0"));
        assertTrue(text(err).contains("--threads: 0, expected 1 or more"), text(err));
        assertEquals(2, run("chaos", "--scenario", "C-99"));
        assertEquals(2, run("chaos", "scenarios", "--seeds", "-1"));
        assertEquals(2, run("chaos", "replay", "gone.json"));
        assertTrue(text(err).contains("gone.json"), text(err));
    }

    private int run(String... args) {
        Terminal terminal = new Terminal(stream(out), stream(err), false, false);
        return Main.run(new Context(terminal, Harness.shipped(), folder), args);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
