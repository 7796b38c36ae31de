package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.RecordWriter;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ringmark compare` as a person uses it (issue 3, item 5).
class CompareCommandTest {

    @TempDir private Path folder;
    private CommandTrial trial;

    @BeforeEach
    void write_runs() throws IOException {
        trial = new CommandTrial(folder);
        write("good", "6.1", RunStatus.COMPLETED, Verdict.PASS, "cqe 1: 0");
        write("same", "6.1", RunStatus.COMPLETED, Verdict.PASS, "cqe 1: 0");
        write("other", "6.12", RunStatus.COMPLETED, Verdict.PASS, "cqe 1: 1");
        write("bad", "6.12", RunStatus.COMPLETED, Verdict.FAIL, "cqe 1: 1");
        write("torn", "6.12", RunStatus.ABORTED, Verdict.PASS, "cqe 1: 0");
        write("m1/5.10", "5.10", RunStatus.COMPLETED, Verdict.PASS, "cqe 1: 0");
        write("m1/6.1", "6.1", RunStatus.COMPLETED, Verdict.PASS, "cqe 1: 0");
        write("m2/6.1", "6.1", RunStatus.COMPLETED, Verdict.FAIL, "cqe 1: 1");
        write("m2/7.2", "7.2", RunStatus.COMPLETED, Verdict.FAIL, "cqe 1: 1");
    }

    @Test
    void equal_runs_have_no_difference() {
        assertEquals(0, run("good", "same"));
        assertOut("good -> same", "ok: every result is the same (exit 0)");
    }

    @Test
    void another_observation_is_told_and_no_fault() {
        assertEquals(0, run("good", "other"));
        assertOut(
                "kernel: 6.1 -> 6.12",
                "The same verdict, observed otherwise: 1",
                "  a.one [plain, sqpoll]: pass",
                "    before  cqe 1: 0",
                "    after   cqe 1: 1",
                "ok: nothing new fails (exit 0)");
    }

    @Test
    void what_fails_now_ends_with_1_and_what_is_fixed_with_0() {
        assertEquals(1, run("good", "bad"));
        assertOut(
                "New findings: 1",
                "  a.one [plain, sqpoll]: pass -> fail",
                "worse: new findings, 2 results (exit 1)");
        assertEquals(0, run("bad", "good/run.ndjson"));
        assertOut("No finding any more: 1", "a.one [plain, sqpoll]: fail -> pass");
    }

    @Test
    void matrices_are_compared_kernel_by_kernel() {
        assertEquals(1, run("m1", "m2"));
        assertOut(
                "6.1: m1-6.1 -> m2-6.1",
                "New findings: 1",
                "Only in the earlier matrix: [5.10]",
                "Only in the later matrix: [7.2]");
    }

    @Test
    void json_has_the_same_facts() {
        assertEquals(1, run("good", "bad", "--json"));
        Fields pair = Fields.parse(Fields.parse(trial.out()).texts("pairs").getFirst());
        assertEquals("bad", pair.text("after"));
        assertTrue(pair.is("worse"));
        Fields change = Fields.parse(pair.texts("changes").getFirst());
        assertEquals("new_fail", change.text("became"));
        assertEquals("a.one", change.text("id"));
        assertEquals("plain", change.fields("params").text("mode"));
        assertEquals("pass", change.fields("before").text("verdict"));
        assertEquals(List.of("cqe 1: 1"), change.fields("after").texts("observed"));
        assertFalse(change.fields("after").is("waived"));
    }

    @Test
    void what_is_no_finished_run_is_wrong_usage() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertEquals(2, run("good", "nowhere"));
        assertEquals(2, run("good", "empty"));
        assertErr("has no run.ndjson");
        assertEquals(2, run("good", "torn"));
        assertErr("the run did not finish");
        assertEquals(2, run("good", "m1"));
        assertErr("nothing to compare: good is one run, m1 has [5.10, 6.1]");
        Files.writeString(folder.resolve("good/run.ndjson"), "no record\n");
        assertEquals(2, run("good", "same"));
    }

    private void write(
            String name, String kernel, RunStatus status, Verdict verdict, String observed)
            throws IOException {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("run.ndjson");
        RunHeader header =
                new RunHeader(
                        name.replace('/', '-'),
                        Instant.EPOCH,
                        new Tool("1", "unknown"),
                        "quick",
                        1,
                        Environment.builder(kernel, "x86_64").build());
        try (RecordWriter writer = RecordWriter.open(file)) {
            writer.append(header);
            for (String mode : List.of("plain", "sqpoll")) {
                writer.append(
                        ResultLine.builder("a.one", Kind.CHECK, verdict)
                                .params(Map.of("mode", mode))
                                .observed(List.of(observed))
                                .build());
            }
            writer.append(new EndLine(Instant.EPOCH, status, null, Map.of(verdict, 2)));
        }
    }

    private int run(String before, String after, String... more) {
        return trial.run(
                Stream.concat(Stream.of("compare", before, after), Stream.of(more))
                        .toArray(String[]::new));
    }

    private void assertOut(String... parts) {
        for (String part : parts) {
            assertTrue(
                    trial.out().contains(part), () -> part + " in: " + trial.out() + trial.err());
        }
    }

    private void assertErr(String part) {
        assertTrue(trial.err().contains(part), () -> part + " in: " + trial.err());
    }
}
