package dev.ringmark.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.catalog.Catalog;
import dev.ringmark.kernels.fetch.KernelCache;
import dev.ringmark.kernels.fetch.Kernels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, item 5: what `vm` refuses before it boots anything.
class VmCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    @TempDir private Path folder;

    @Test
    void what_is_wrong_on_the_command_line_is_named_with_what_was_expected() {
        refused("Missing required option: '--kernel=KERNEL'", "vm", "--", "true");
        refused("no command: expected -- COMMAND ARGS, or --shell", "vm", "--kernel", "6.1");
        refused("--shell: takes no command", "vm", "--kernel", "6.1", "--shell", "--", "true");
        refused("--shell: needs a terminal", "vm", "--kernel", "6.1", "--shell");
        refused(
                "--timeout: 0, expected 1 or more",
                "vm",
                "--kernel",
                "6.1",
                "--timeout",
                "0",
                "--",
                "true");
        refused(
                "--share: nowhere does not exist",
                "vm",
                "--kernel",
                "6.1",
                "--share",
                "nowhere",
                "--",
                "true");
        refused("kernel: '9.9' is no file", "vm", "--kernel", "9.9", "--", "true");
    }

    @Test
    void help_teaches_by_examples() {
        assertEquals(0, run("vm", "--help"));
        String help = out.toString(UTF_8);
        assertTrue(help.contains("ringmark vm --kernel 5.10 --share build -- ./my-test"), help);
        assertTrue(help.contains("Exit status: that of the command"), help);
    }

    private void refused(String message, String... args) {
        err.reset();
        assertEquals(2, run(args));
        assertTrue(err.toString(UTF_8).startsWith("ringmark: " + message), err.toString(UTF_8));
        assertEquals("", out.toString(UTF_8));
    }

    private int run(String... args) {
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        false);
        Kernels kernels =
                Kernels.withoutArchive(
                        Catalog.shipped(),
                        folder.resolve("added"),
                        new KernelCache(folder.resolve("cache")));
        Context context = new Context(terminal, FakeHarness.failing("good"), folder, () -> kernels);
        return Main.run(context, args);
    }
}
