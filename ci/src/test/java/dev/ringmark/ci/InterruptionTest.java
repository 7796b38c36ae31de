package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C in the middle of long work, in a JVM of its own.
@Timeout(60)
class InterruptionTest {
    @TempDir private Path folder;

    /// A command line whose harness never ends: the folder, then what was typed.
    static final class Typed {
        private Typed() {}

        public static void main(String[] args) {
            Terminal terminal = new Terminal(System.out, System.err, false, true);
            Context context = new Context(terminal, FakeHarness.failing("hangs"), Path.of(args[0]));
            System.exit(Main.run(context, Arrays.copyOfRange(args, 1, args.length)));
        }
    }

    @Test
    void the_record_is_ended_the_reports_are_written_and_the_status_is_130() throws Exception {
        Path run = interruptedAt("2/3", "check");
        Run record = RecordReader.read(run.resolve("run.ndjson"), ReadMode.STRICT);
        EndLine end = Objects.requireNonNull(record.end());
        assertEquals(RunStatus.INTERRUPTED, end.status());
        assertEquals(2, record.results().size());
        assertEquals(1, record.startedWithoutResult().size());
        assertTrue(Files.exists(run.resolve("report.html")));
        assertTrue(said().contains("the run was interrupted"), said());
    }

    /// Issue 8, item 5: what was measured is kept, and the next command is named.
    @Test
    void an_experiment_keeps_the_forks_that_ended_and_says_how_to_go_on() throws Exception {
        Files.writeString(folder.resolve("base.cp"), System.getProperty("java.class.path"));
        String line =
                "bench-run --ignore-lock --variant base=@base.cp --benchmark Tiny.*work"
                        + " --blocks 500 --seed 5 -- -p tokens=10";
        Path run = interruptedAt("2/1000", line.split(" ", -1));
        Run record = RecordReader.read(run.resolve("run.ndjson"), ReadMode.STRICT);
        assertEquals(RunStatus.INTERRUPTED, Objects.requireNonNull(record.end()).status());
        assertEquals(2, record.results().size());
        assertTrue(said().contains("2 of 1000 forks in 1 blocks, 0 failed; seed 5"), said());
        assertTrue(said().contains("--resume " + run), said());
    }

    /// Runs a command line, presses Ctrl-C when it shows a text, and waits for its end with 130.
    ///
    /// @return the folder of its run
    private Path interruptedAt(String text, String... line) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/usr/bin/env",
                                // In a background job SIGINT may be ignored, and a JVM keeps that.
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Typed.class.getName(),
                                folder.toString()));
        command.addAll(List.of(line));
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(folder.resolve("stdout").toFile())
                        .start();
        List<ProcessHandle> children = List.of();
        try {
            awaitText(process, text);
            children = process.descendants().toList();
            new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid())).start().waitFor();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertEquals(130, process.exitValue());
        for (ProcessHandle child : children) {
            // Its parent is gone: whoever takes it over may take a moment to see it dead.
            child.onExit().get(10, TimeUnit.SECONDS);
        }
        try (Stream<Path> runs = Files.list(folder.resolve("out"))) {
            return runs.findFirst().orElseThrow();
        }
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("stdout"));
    }

    /// Reads what the process shows until the text is there; the test's timeout bounds it.
    private static void awaitText(Process process, String text) throws Exception {
        StringBuilder shown = new StringBuilder();
        byte[] chunk = new byte[1024];
        int length = 0;
        while (length >= 0 && shown.indexOf(text) < 0) {
            shown.append(new String(chunk, 0, length, StandardCharsets.UTF_8));
            length = process.getErrorStream().read(chunk);
        }
        assertTrue(shown.indexOf(text) >= 0, shown::toString);
    }
}
