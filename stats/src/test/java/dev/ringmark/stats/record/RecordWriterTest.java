package dev.ringmark.stats.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordWriterTest {
    @TempDir Path folder;
    private Path path;

    @BeforeEach
    void name_the_file() {
        path = folder.resolve("run.ndjson");
    }

    @Test
    void what_was_written_is_what_is_read() {
        try (RecordWriter writer = RecordWriter.open(path)) {
            Samples.LINES.forEach(writer::append);
        }

        Run run = RecordReader.read(path, ReadMode.STRICT);

        assertEquals(Samples.HEADER, run.header());
        assertEquals(Samples.LINES.subList(1, Samples.LINES.size()), run.lines());
        assertEquals(List.of(), run.problems());
    }

    @Test
    void each_line_is_in_the_file_when_append_returns() throws IOException {
        List<String> expected = new ArrayList<>();
        try (RecordWriter writer = RecordWriter.open(path)) {
            for (RecordLine line : Samples.LINES) {
                writer.append(line);
                expected.add(LineCodec.encode(line));
                assertEquals(expected, Files.readAllLines(path));
            }
        }
    }

    @Test
    void an_interrupted_thread_can_still_write() {
        try (RecordWriter writer = RecordWriter.open(path)) {
            Thread.currentThread().interrupt();
            Samples.LINES.forEach(writer::append);
            writer.sync();
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(Samples.END, RecordReader.read(path, ReadMode.STRICT).end());
    }

    @Test
    void the_header_is_first_and_the_end_last() {
        RecordWriter writer = RecordWriter.open(path);
        try (writer) {
            assertRefused("start line for a record that is empty", writer, Samples.STARTED);
            writer.append(Samples.HEADER);
            assertRefused("run line for a record that is open", writer, Samples.HEADER);
            writer.append(new EndLine(Samples.START, RunStatus.INTERRUPTED, null, Map.of()));
            assertRefused("result line for a record that is ended", writer, Samples.RESULT);
        }
        assertRefused("result line for a record that is closed", writer, Samples.RESULT);
        assertEquals(List.of(), RecordReader.read(path, ReadMode.STRICT).problems());
    }

    @Test
    void a_line_that_cannot_be_written_leaves_the_file_as_it_was() throws IOException {
        try (RecordWriter writer = RecordWriter.open(path)) {
            writer.append(Samples.HEADER);
            byte[] before = Files.readAllBytes(path);
            StartLine twice = new StartLine("a.b", Map.of(), Map.of("id", JsonValue.Null.NULL));
            assertThrows(IllegalArgumentException.class, () -> writer.append(twice));
            Map<String, String> huge = Map.of("k", "x".repeat(LineSource.LINE_BYTES_MAX));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> writer.append(new StartLine("a.b", huge)));
            assertArrayEquals(before, Files.readAllBytes(path));
        }
    }

    @Test
    void a_file_that_never_got_a_header_is_removed() {
        RecordWriter.open(path).close();
        assertFalse(Files.exists(path));
    }

    @Test
    void a_place_that_cannot_be_written_is_named_with_the_cause() throws IOException {
        Files.writeString(path, "precious");
        assertMessage(
                path + ": cannot be created: it exists, and a record is never overwritten",
                assertThrows(RecordException.class, () -> RecordWriter.open(path)));
        assertEquals("precious", Files.readString(path));

        Path nowhere = folder.resolve("none/run.ndjson");
        assertMessage(
                nowhere + ": cannot be created: no such file or folder",
                assertThrows(RecordException.class, () -> RecordWriter.open(nowhere)));

        Path inFile = path.resolve("run.ndjson");
        assertMessage(
                inFile + ": cannot be created: Not a directory",
                assertThrows(RecordException.class, () -> RecordWriter.open(inFile)));

        // No process, not even root's, creates a file here.
        Path readOnly = Path.of("/sys/kernel/run.ndjson");
        RecordException e = assertThrows(RecordException.class, () -> RecordWriter.open(readOnly));
        assertTrue(
                List.of(
                                readOnly + ": cannot be created: permission denied",
                                readOnly + ": cannot be created: Read-only file system")
                        .contains(String.valueOf(e.getMessage())),
                e.getMessage());
    }

    @Test
    void processes_take_turns() {
        try (RecordWriter parent = RecordWriter.open(path)) {
            parent.append(Samples.HEADER);
            try (RecordWriter child = RecordWriter.appendTo(path)) {
                child.append(Samples.STARTED);
            }
            parent.append(Samples.RESULT);
            try (RecordWriter child = RecordWriter.appendTo(path)) {
                child.append(Samples.FEATURE);
            }
            parent.append(Samples.END);
        }
        assertEquals(
                List.of(Samples.STARTED, Samples.RESULT, Samples.FEATURE, Samples.END),
                RecordReader.read(path, ReadMode.STRICT).lines());
    }

    /// Wherever its writer was stopped, a record with a complete header can be continued.
    @Test
    void a_line_that_was_not_finished_is_cut_off() throws IOException {
        String header = LineCodec.encode(Samples.HEADER);
        String started = LineCodec.encode(Samples.STARTED);
        for (int kept = 0; kept <= started.length(); kept++) {
            Files.writeString(path, header + "\n" + started.substring(0, kept));
            continueWith(Samples.RESULT, Samples.END);

            List<RecordLine> lines = new ArrayList<>(List.of(Samples.RESULT, Samples.END));
            if (kept == started.length()) {
                lines.addFirst(Samples.STARTED); // complete but for its line break: nothing is lost
            }
            assertEquals(lines, RecordReader.read(path, ReadMode.STRICT).lines());
        }
    }

    @Test
    void what_cannot_be_continued_stays_as_it_is() throws IOException {
        String header = LineCodec.encode(Samples.HEADER) + "\n";
        String end =
                LineCodec.encode(new EndLine(Samples.START, RunStatus.ABORTED, null, Map.of()));
        assertNotContinued("the run has ended, nothing can be appended", header + end + "\n");
        assertNotContinued("no complete run line, nothing can be continued", "");
        assertNotContinued(
                "no complete run line, nothing can be continued", header.substring(0, 99));
        assertNotContinued("line 2: (line): ", header + "hello\n{\"type\":\"sta");
        assertNotContinued("line 1: (line): ", "some notes\nof mine");
    }

    /// The file system takes 4096 bytes and no more, like a full disk.
    @Test
    void a_full_disk_is_one_clear_error_and_no_half_line() throws Exception {
        String errors = child("ulimit -f 8; ", "fill");

        assertTrue(
                errors.contains("RecordException: " + path + ": cannot be written: File too large"),
                errors);
        String text = Files.readString(path, StandardCharsets.UTF_8);
        assertTrue(text.endsWith("}\n"), text);
        assertTrue(text.length() > 3_000, text);
        continueWith(new EndLine(Samples.START, RunStatus.ABORTED, "disk full", Map.of()));
        assertTrue(RecordReader.read(path, ReadMode.STRICT).lines().size() > 5);
    }

    @Test
    void a_disk_without_room_for_the_header_is_left_without_file() throws Exception {
        String errors = child("ulimit -f 1; ", "fill");
        assertTrue(errors.contains("cannot be written: File too large"), errors);
        assertFalse(Files.exists(path));
    }

    @Test
    void a_process_that_is_killed_loses_nothing_it_appended() throws Exception {
        child("", "halt");
        Run run = RecordReader.read(path, ReadMode.LENIENT);
        assertEquals(100, run.lines().size());
        assertEquals(1, run.problems().size(), "only the end is missing");
    }

    /// What [#child] runs.
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            try (RecordWriter writer = RecordWriter.open(Path.of(args[1]))) {
                writer.append(Samples.HEADER);
                for (int i = 0; i < 100; i++) {
                    writer.append(new StartLine("links.chain_runs_in_order", Map.of("n", "" + i)));
                }
                if (args[0].equals("halt")) {
                    Runtime.getRuntime().halt(0);
                }
            }
        }
    }

    private String child(String shell, String what) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        Path errors = folder.resolve("stderr");
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                shell + "exec \"$0\" \"$@\"",
                                java,
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                what,
                                path.toString())
                        .redirectError(errors.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the child did not end");
        }
        return Files.readString(errors);
    }

    private void continueWith(RecordLine... lines) {
        try (RecordWriter writer = RecordWriter.appendTo(path)) {
            List.of(lines).forEach(writer::append);
        }
    }

    private void assertNotContinued(String why, String content) throws IOException {
        Files.writeString(
                path, content, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        RecordException e = assertThrows(RecordException.class, () -> RecordWriter.appendTo(path));
        assertTrue(String.valueOf(e.getMessage()).startsWith(path + ": " + why), e.getMessage());
        assertEquals(content, Files.readString(path));
    }

    private static void assertRefused(String why, RecordWriter writer, RecordLine line) {
        assertEquals(
                why,
                assertThrows(IllegalStateException.class, () -> writer.append(line)).getMessage());
    }

    private static void assertMessage(String message, RecordException e) {
        assertEquals(message, e.getMessage());
    }
}
