package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/// What `--help` says of each command.
class HelpTest {
    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> every_line_comes_out_as_it_was_written() {
        Terminal terminal = new Terminal(System.out, System.err, false, false);
        Context context = new Context(terminal, FakeHarness.failing("good"), folder);
        return all(Main.commandLine(context))
                .map(
                        command ->
                                dynamicTest(
                                        command.getCommandSpec().qualifiedName(),
                                        () -> assertWhole(command)));
    }

    @Test
    void a_line_that_is_too_wide_is_found() {
        CommandLine command = new CommandLine(new Wide());
        assertThrows(
                AssertionError.class, () -> assertWhole(command));
    }

    @Test
    void a_percent_sign_that_means_a_format_is_found() {
        CommandLine command = new CommandLine(new Percent());
        assertThrows(
                AssertionError.class, () -> assertWhole(command));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        Stream<CommandLine> below =
                command.getSubcommands().values().stream().flatMap(HelpTest::all);
        boolean isOurs = !(command.getCommand() instanceof CommandLine.HelpCommand);
        return Stream.concat(Stream.of(command).filter(_ -> isOurs), below);
    }

    /// No line is broken in two, and none is taken for a format that it is not.
    private static void assertWhole(CommandLine command) {
        CommandLine.Model.UsageMessageSpec texts = command.getCommandSpec().usageMessage();
        List<String> shown = command.getUsageMessage(Ansi.OFF).lines().toList();
        Stream.of(texts.header(), texts.description(), texts.footer())
                .flatMap(Arrays::stream)
                .map(line -> assertDoesNotThrow(() -> String.format(line), line))
                .forEach(line -> assertTrue(shown.contains(line.stripTrailing()), line));
    }

    @Command(
            name = "wide",
            footer =
                    "This line goes on for longer than the eighty columns that picocli has for it,"
                            + " and on.")
    private static final class Wide {}

    @Command(name = "percent", footer = "95 % (sure)")
    private static final class Percent {}
}
