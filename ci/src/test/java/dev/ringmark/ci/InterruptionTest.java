package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C in the middle of a check, in a JVM of its own.
@Timeout(60)
class InterruptionTest {
    @TempDir private Path folder;

    /// A command line whose harness never ends.
    static final class HangingCheck {
        private HangingCheck() {}

        public static void main(String[] args) {
            Terminal terminal = new Terminal(System.out, System.err, false, true);
            Context context = new Context(terminal, FakeHarness.failing("hangs"), Path.of(args[0]));
            System.exit(Main.run(context, "check"));
        }
    }

    @Test
    void the_record_is_ended_the_reports_are_written_and_the_status_is_130() throws Exception {
        Process check =
                new ProcessBuilder(
                                "/usr/bin/env",
                                // In a background job SIGINT may be ignored, and a JVM keeps that.
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                HangingCheck.class.getName(),
                                folder.toString())
                        .redirectOutput(folder.resolve("stdout").toFile())
                        .start();
        try {
            awaitText(check, "2/3");
            new ProcessBuilder("/bin/kill", "-INT", Long.toString(check.pid())).start().waitFor();
            assertTrue(check.waitFor(30, TimeUnit.SECONDS));
        } finally {
            check.descendants().forEach(ProcessHandle::destroyForcibly);
            check.destroyForcibly();
        }
        assertEquals(130, check.exitValue());
        Path run;
        try (Stream<Path> runs = Files.list(folder.resolve("out"))) {
            run = runs.findFirst().orElseThrow();
        }
        Run record = RecordReader.read(run.resolve("run.ndjson"), ReadMode.STRICT);
        EndLine end = Objects.requireNonNull(record.end());
        assertEquals(RunStatus.INTERRUPTED, end.status());
        assertEquals(2, record.results().size());
        assertEquals(1, record.startedWithoutResult().size());
        assertTrue(Files.exists(run.resolve("report.html")));
        String said = Files.readString(folder.resolve("stdout"));
        assertTrue(said.contains("the run was interrupted"), said);
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
