package dev.ringmark.stats.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
    private static final List<String> TEXTS =
            Samples.LINES.stream().map(LineCodec::encode).toList();

    @TempDir Path folder;

    /// Wherever a file is cut, strict reading fails with the line, and lenient reading gives every
    /// line before it.
    @Test
    void a_file_cut_anywhere_is_refused_and_read_up_to_there() throws IOException {
        byte[] whole = bytes(TEXTS);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < whole.length; i++) {
            if (whole[i] == '\n') {
                ends.add(i);
            }
        }
        for (int length = 0; length < whole.length - 1; length += stepAt(length, ends)) {
            Path path = write(Arrays.copyOf(whole, length));
            int readable = 0;
            while (ends.get(readable) <= length) {
                readable++;
            }
            RecordException e = refused(path, ReadMode.STRICT);
            if (readable == 0) {
                assertMessage(length == 0 ? ": empty, no line of" : ": line 1: ", e);
                refused(path, ReadMode.LENIENT);
                continue;
            }
            // A complete line without its line break has lost nothing.
            boolean torn = length > ends.get(readable - 1) + 1;
            assertMessage(": line " + (torn ? readable + 1 : readable) + ": ", e);
            Run run = RecordReader.read(path, ReadMode.LENIENT);
            assertEquals(Samples.HEADER, run.header());
            assertEquals(Samples.LINES.subList(1, readable), run.lines());
            assertNull(run.end());
            assertEquals(torn ? 2 : 1, run.problems().size(), run.problems()::toString);
        }
    }

    /// Every length near the end of a line, some of the others.
    private static int stepAt(int length, List<Integer> ends) {
        return ends.stream().anyMatch(end -> Math.abs(end - length) < 20) ? 1 : 13;
    }

    @Test
    void a_complete_last_line_needs_no_line_break() throws IOException {
        Path path = write(String.join("\n", TEXTS).getBytes(StandardCharsets.UTF_8));
        assertEquals(
                Samples.LINES.subList(1, Samples.LINES.size()),
                RecordReader.read(path, ReadMode.STRICT).lines());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "hello\n",
                "{\"hello\":1}\n{\"world\":2}\n",
                "[]\n",
                "{\"type\":\"other\"}\n",
                "\u0000\u0001\u0002",
                "<html>\n<body>\n",
            })
    void a_foreign_file_is_refused_in_both_modes(String content) throws IOException {
        Path path = write(content.getBytes(StandardCharsets.UTF_8));
        if (!content.isEmpty()) {
            assertMessage(": line 1: ", refused(path, ReadMode.STRICT));
        }
        assertMessage("no line of a Ringmark record in it", refused(path, ReadMode.LENIENT));
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() throws IOException {
        Path path = write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        assertMessage(
                ": line 1: (line): bytes that are not UTF-8, expected UTF-8",
                refused(path, ReadMode.STRICT));
        refused(path, ReadMode.LENIENT);
    }

    @Test
    void what_cannot_be_read_is_named_with_the_cause() {
        assertMessage(
                folder + "/none: cannot be read: no such file or folder",
                refused(folder.resolve("none"), ReadMode.LENIENT));
        assertMessage(
                folder + ": cannot be read: Is a directory", refused(folder, ReadMode.STRICT));
    }

    @Test
    void a_future_schema_is_refused_and_can_still_be_read() throws IOException {
        Path path = write(replaced(0, "\"schema\":1", "\"schema\":2", "\"kvm\"", "\"hypervisor\""));

        assertMessage(
                ": line 1: schema: 2, expected 1: a later version of Ringmark wrote this",
                refused(path, ReadMode.STRICT));
        Run run = RecordReader.read(path, ReadMode.LENIENT);
        assertEquals(2, run.header().schema());
        assertEquals(Accelerator.UNKNOWN, run.header().env().accelerator());
        assertEquals("6.1.0-18-amd64", run.header().env().kernelRelease());
        assertEquals(
                List.of("schema", "env.accelerator"),
                run.problems().stream().map(Problem::field).toList());
        assertEquals(Samples.LINES.subList(1, Samples.LINES.size()), run.lines());
    }

    @Test
    void a_damaged_header_keeps_what_is_right_in_it() throws IOException {
        Path path =
                write(
                        replaced(
                                0,
                                "\"cpus\":2",
                                "\"cpus\":-2",
                                "\"0x3fff\"",
                                "\"lots\"",
                                "\"suite\":\"quick\"",
                                "\"suite\":[]",
                                "\"kernel.io_uring_disabled\":\"0\"",
                                "\"kernel.io_uring_disabled\":0",
                                "\"version\"",
                                "\"edition\""));

        Run run = RecordReader.read(path, ReadMode.LENIENT);
        assertEquals(
                List.of(
                        "line 1: tool.version: absent, expected a value",
                        "line 1: suite: [], expected a string",
                        "line 1: env.sysctls.kernel.io_uring_disabled: 0, expected a string",
                        "line 1: env.cpus: -2, expected 0 or more",
                        "line 1: env.features: lots,"
                                + " expected 1 to 32 hexadecimal digits, 0x before or not"),
                run.problems().stream().map(Problem::toString).toList());
        assertEquals("unknown", run.header().suite());
        assertEquals("0123abc", run.header().tool().commit());
        assertEquals(
                Samples.ENV.toBuilder().cpus(0).features(null).sysctls(Map.of()).build(),
                run.header().env());
    }

    @Test
    void a_lost_header_is_replaced_by_unknown() throws IOException {
        Path path = write(bytes(TEXTS.subList(1, TEXTS.size())));
        assertMessage(
                ": line 1: type: feature, expected run, as the first line",
                refused(path, ReadMode.STRICT));
        Run run = RecordReader.read(path, ReadMode.LENIENT);
        assertEquals("unknown", run.header().env().kernelRelease());
        assertEquals(Samples.LINES.subList(1, Samples.LINES.size()), run.lines());
        assertEquals(1, run.problems().size());
    }

    @Test
    void a_damaged_line_costs_that_line() throws IOException {
        Path path = write(replaced(4, "\"fail\"", "\"failed\""));
        assertMessage(
                ": line 5: verdict: failed, expected one of pass, fail, variant,",
                refused(path, ReadMode.STRICT));
        Run run = RecordReader.read(path, ReadMode.LENIENT);
        assertEquals(List.of(Samples.STARTED), run.startedWithoutResult());
        assertEquals(Samples.END, run.end());
        assertEquals(
                "line 6: counts.fail: 1, expected 0, the number of these results in the file",
                run.problems().getLast().toString());
    }

    @Test
    void a_run_without_end_did_not_finish() throws IOException {
        Path path = write(bytes(TEXTS.subList(0, 5)));
        assertMessage(
                ": line 5: type: no line behind this, expected end: the run did not finish",
                refused(path, ReadMode.STRICT));
        Run run = RecordReader.read(path, ReadMode.LENIENT);
        assertNull(run.end());
        assertEquals(1, run.problems().size());
    }

    /// Lines of the sample by index, in an order that is wrong, and the problem.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 4 4 5 | line 3: id: links.chain_runs_in_order{mode=plain}, expected one result",
                "0 4 5 1 | line 4: type: feature, expected no line behind the end",
                "0 0 4 5 | line 2: type: run, expected one run line, the first",
                "0 5     | line 2: counts.fail: 1, expected 0, the number of these results",
            })
    void lines_that_contradict_each_other_are_refused(String order, String problem)
            throws IOException {
        List<String> lines =
                Arrays.stream(order.split(" ")).map(i -> TEXTS.get(Integer.parseInt(i))).toList();
        Path path = write(bytes(lines));
        assertMessage(": " + problem, refused(path, ReadMode.STRICT));
        Run run = RecordReader.read(path, ReadMode.LENIENT);
        assertTrue(run.problems().getFirst().toString().startsWith(problem));
        assertNotNull(run.end());
    }

    @Test
    void a_line_beyond_the_bound_costs_that_line() throws IOException {
        List<String> lines = new ArrayList<>(TEXTS);
        lines.add(1, "x".repeat(LineSource.LINE_BYTES_MAX + 1));
        Path path = write(bytes(lines));
        assertMessage(": line 2: (line): 67108866 bytes, expected", refused(path, ReadMode.STRICT));
        Run run = RecordReader.read(path, ReadMode.LENIENT);
        assertEquals(Samples.LINES.size() - 1, run.lines().size());
    }

    @Test
    void lines_can_be_taken_one_by_one() throws IOException {
        List<RecordLine> lines = new ArrayList<>();
        assertEquals(
                List.of(), RecordReader.forEach(write(bytes(TEXTS)), ReadMode.STRICT, lines::add));
        assertEquals(Samples.LINES, lines);
    }

    @Test
    void two_thousand_results_are_read_within_300_ms() throws IOException {
        Path path = folder.resolve("large.ndjson");
        try (RecordWriter writer = RecordWriter.open(path)) {
            writer.append(Samples.HEADER);
            for (int i = 0; i < 2_000; i++) {
                Map<String, String> params = Map.of("n", Integer.toString(i));
                writer.append(new StartLine("links.chain_runs_in_order", params));
                writer.append(Samples.RESULT.toBuilder().params(params).build());
            }
            writer.append(
                    new EndLine(
                            Samples.START, RunStatus.COMPLETED, null, Map.of(Verdict.FAIL, 2_000)));
        }
        // This thread's processor time, so that it does not matter what else the machine does.
        long bestNs = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long startNs = cpuNs();
            assertEquals(2_000, RecordReader.read(path, ReadMode.STRICT).results().size());
            bestNs = Math.min(bestNs, cpuNs() - startNs);
        }
        assertTrue(bestNs < Duration.ofMillis(300).toNanos(), "read in " + bestNs + " ns");
    }

    private static long cpuNs() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/schedstat"));
        return Long.parseLong(stat.substring(0, stat.indexOf(' ')));
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// The sample with pairs of texts, old and new, replaced in one line.
    private static byte[] replaced(int index, String... pairs) {
        List<String> lines = new ArrayList<>(TEXTS);
        for (int i = 0; i < pairs.length; i += 2) {
            String line = lines.get(index);
            assertTrue(line.contains(pairs[i]), line);
            lines.set(index, line.replace(pairs[i], pairs[i + 1]));
        }
        return bytes(lines);
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("run.ndjson"), content);
    }

    private static RecordException refused(Path path, ReadMode mode) {
        return assertThrows(RecordException.class, () -> RecordReader.read(path, mode));
    }

    private static void assertMessage(String part, RecordException e) {
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(part), message);
        assertEquals(1, message.lines().count(), message);
    }
}
