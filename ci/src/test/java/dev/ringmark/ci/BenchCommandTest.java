package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.ci.tiny.TinyShapes;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Issue 7, the benchmarks' one command: with real forks, of shapes whose outcome is known.
class BenchCommandTest { // SPG-110, SPG-111
    @TempDir private Path folder;
    private CommandTrial trial;

    @BeforeEach
    void the_shapes_are_tiny() throws IOException {
        trial = new CommandTrial(folder);
        Files.writeString(folder.resolve("tiny.cp"), System.getProperty("java.class.path"));
    }

    @Test
    void a_peer_that_is_slower_is_seen_as_slower() throws IOException {
        assertEquals(0, bench("--quick", "--shapes", "steady", "--seed", "5"), trial.err());
        Run run = RecordReader.read(record(), ReadMode.STRICT);
        List<ResultLine> times =
                run.results().stream()
                        .filter(line -> "time".equals(line.params().get("measure")))
                        .toList();
        assertEquals(8, times.size(), "3 peers and the control in 2 blocks");
        assertEquals(
                Set.of("OURS", "SAME", "TWICE", "control"),
                times.stream().map(r -> r.params().get("variant")).collect(Collectors.toSet()));
        // Half of its work; a busy machine is allowed to blur that.
        double ratio = ratio("TWICE");
        assertTrue(ratio > 0.25 && ratio < 0.9, trial.out());
        assertTrue(trial.out().contains("looks met"), trial.out());
        assertTrue(ratio("SAME") > ratio, trial.out());
        assertTrue(trial.out().contains("quick look: no verdict"), trial.out());
    }

    @Test
    void a_fork_whose_result_is_wrong_fails_with_the_reason() throws IOException {
        assertEquals(3, bench("--quick", "--blocks", "1"), trial.err());
        Run run = RecordReader.read(record(), ReadMode.STRICT);
        List<ResultLine> broken =
                run.results().stream().filter(r -> r.verdict() == Verdict.BROKEN).toList();
        assertEquals(2, broken.size(), "ours and the control");
        for (ResultLine line : broken) {
            String reason = String.valueOf(line.reason());
            assertTrue(reason.contains("sum of the numbers: 3, expected 4"), reason);
        }
        assertTrue(trial.out().contains("6 of 6 forks in 1 blocks, 2 failed"), trial.out());
        assertTrue(trial.out().contains("failed: OURS wrong: "), trial.out());
    }

    @Test
    void tables_come_as_json_and_markdown_too() throws IOException {
        String[] line = {"--quick", "--blocks", "1", "--shapes", "st*", "--peers", "TWICE"};
        assertEquals(0, bench(with(line, "--json", "--markdown", "t.md")), trial.err());
        Fields shape = Fields.parse(trial.out()).objects("shapes").getFirst();
        assertEquals("steady", shape.text("shape"));
        assertEquals(
                List.of("OURS", "TWICE"),
                shape.objects("peers").stream().map(peer -> peer.text("peer")).toList());
        Fields ratio = shape.objects("ratios").getFirst();
        assertEquals("0.9", ratio.text("goal"));
        assertTrue(Double.parseDouble(ratio.fields("wall").text("ratio")) > 0);
        String page = Files.readString(folder.resolve("t.md"));
        assertTrue(page.contains("| steady | a peer, OURS / a peer, TWICE | "), page);
    }

    @Test
    void the_list_says_what_there_is() {
        assertEquals(0, bench("--list"), trial.err());
        assertTrue(trial.out().contains("  steady: a little steady work"), trial.out());
        assertTrue(trial.out().contains("OURS, SAME (0.5), TWICE (0.9)"), trial.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--shapes none|--shapes: none, expected one of steady, wrong",
                "--peers nobody|--peers: nobody, expected one of OURS, SAME, TWICE",
                "--blocks 0|--blocks: 0, expected 1 or more",
                "--resume nowhere|--resume: ",
            })
    void what_is_wrong_is_said_before_anything_runs(String line, String complaint)
            throws IOException {
        assertEquals(2, bench(line.split(" ", -1)), trial.out());
        assertTrue(trial.err().contains(complaint), trial.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.endsWith("out")));
        }
    }

    private double ratio(String peer) {
        String row =
                trial.out()
                        .lines()
                        .filter(line -> line.contains("a peer, OURS / a peer, " + peer))
                        .findFirst()
                        .orElseThrow();
        return Double.parseDouble(row.strip().split("\\s{2,}", -1)[1]);
    }

    private int bench(String... args) {
        String[] line = {"bench", "--classes", "@tiny.cp", "--catalog", TinyShapes.class.getName()};
        return trial.run(with(with(line, "--ignore-lock"), args));
    }

    private static String[] with(String[] line, String... more) {
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Path record() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            return files.filter(file -> file.endsWith("run.ndjson")).findFirst().orElseThrow();
        }
    }
}
