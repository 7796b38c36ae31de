package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, item 5: what `vm` refuses before it boots anything.
class VmCommandTest {
    @TempDir private Path folder;
    private CommandTrial trial;

    @BeforeEach
    void begin() {
        trial = new CommandTrial(folder);
    }

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
        assertEquals(0, trial.run("vm", "--help"));
        String help = trial.out();
        assertTrue(help.contains("ringmark vm --kernel 5.10 --share build -- ./my-test"), help);
        assertTrue(help.contains("Exit status: that of the command"), help);
    }

    private void refused(String message, String... args) {
        assertEquals(2, trial.run(args));
        assertTrue(trial.err().startsWith("ringmark: " + message), trial.err());
        assertEquals("", trial.out());
    }
}
