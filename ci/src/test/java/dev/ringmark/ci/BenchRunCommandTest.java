package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.ci.tiny.TinyBenchmark;
import dev.ringmark.stats.exchange.Repetitions;
import dev.ringmark.stats.exchange.ResultFile;
import dev.ringmark.stats.exchange.ResultFiles;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Issue 8, item 5: experiments as a person runs them, with real forks of a real JMH.
class BenchRunCommandTest {
    private static final String WORK = TinyBenchmark.class.getName() + ".work";

    @TempDir private Path folder;
    private CommandTrial trial;

    @BeforeEach
    void the_variants_are_this_test_itself() throws IOException {
        trial = new CommandTrial(folder);
        Files.writeString(folder.resolve("base.cp"), System.getProperty("java.class.path"));
    }

    @Test
    void every_cell_is_a_fork_with_its_warm_up_times_and_jvm_and_the_record_can_be_compared()
            throws IOException {
        String[] line = {"--benchmark", "Tiny.*work", "--blocks", "2", "--seed", "5"};
        assertEquals(0, experiment(line, "--", "-p", "tokens=10", "-prof", "gc"), trial.err());
        Path record = record();
        Run run = RecordReader.read(record, ReadMode.STRICT);
        assertEquals(RunStatus.COMPLETED, status(run));
        List<ResultLine> times =
                run.results().stream()
                        .filter(r -> "time".equals(r.params().get("measure")))
                        .toList();
        assertEquals(6, times.size(), "3 variants in 2 blocks");
        Set<String> jvms = new HashSet<>();
        for (ResultLine result : times) {
            JsonValue.Obj jvm = assertInstanceOf(JsonValue.Obj.class, result.extras().get("jvm"));
            for (String fact :
                    List.of(
                            "startedAt",
                            "warmupAt",
                            "measuredAt",
                            "stoppedAt",
                            "finishedAt",
                            "vm")) {
                assertTrue(jvm.fields().containsKey(fact), fact);
            }
            JsonValue.Array iterations =
                    assertInstanceOf(JsonValue.Array.class, jvm.fields().get("iterations"));
            assertEquals(5, iterations.items().size());
            jvms.add(String.valueOf(jvm.fields().get("jvmStartedAt")));
        }
        assertEquals(6, jvms.size(), "each cell has a JVM of its own");
        for (String variant : List.of("base", "new", "control")) {
            Fork fork = forks(record, variant).getFirst();
            assertEquals(2, fork.warmup().size());
            assertEquals(3, fork.iterations().size());
            assertEquals(0, fork.block());
        }
        assertTrue(
                run.results().stream()
                        .anyMatch(r -> "gc.alloc.rate.norm".equals(r.params().get("measure"))),
                "what a profiler adds is recorded too");
        int status =
                trial.run(
                        "bench-compare", record + "#base", record + "#new", "--design", "blocked");
        assertEquals(2, status, trial.err());
        assertTrue(trial.out().contains("6 blocks needed"), trial.out());
        assertTrue(trial.out().contains("A/A control"), trial.out());
    }

    @ParameterizedTest
    @CsvSource({"fail, 600, as it was told to", "hang, 2, it took more than 2 s"})
    void a_fork_that_fails_or_hangs_is_a_result_with_its_reason_and_its_log(
            String name, String limit, String reason) throws IOException {
        String[] line = {"--benchmark", "Tiny.*" + name, "--blocks", "1", "--limit", limit};
        assertEquals(3, experiment(line, "--", "-p", "tokens=10", "-f", "5"), trial.err());
        Run run = RecordReader.read(record(), ReadMode.STRICT);
        assertEquals(RunStatus.COMPLETED, status(run));
        assertEquals(3, run.results().size());
        for (ResultLine result : run.results()) {
            assertEquals(Verdict.BROKEN, result.verdict());
            assertTrue(String.valueOf(result.reason()).contains(reason), result.reason());
        }
        assertTrue(trial.out().contains("3 failed"), trial.out());
        try (Stream<Path> logs = Files.walk(record().resolveSibling("."))) {
            assertEquals(3, logs.filter(file -> file.endsWith("log.txt")).count());
        }
    }

    @Test
    void a_run_that_was_cut_off_goes_on_where_it_stopped() throws IOException {
        String[] line = {"--benchmark", "Tiny.*work", "--blocks", "1", "--seed", "5"};
        String[] jmh = {"--", "-p", "tokens=10"};
        assertEquals(0, experiment(line, jmh), trial.err());
        Path record = record();
        List<String> lines = Files.readAllLines(record);
        // As a killed process leaves it: no end, half a line.
        Files.writeString(
                record,
                String.join("\n", lines.subList(0, 2)) + "\n" + lines.get(2).substring(0, 40));
        Path first = record.getParent();
        String[] resumed = with(line, "--resume", String.valueOf(first));
        assertEquals(0, experiment(resumed, jmh), trial.err());
        Run whole = RecordReader.read(record(), ReadMode.STRICT);
        assertEquals(3, whole.results().size());
        assertEquals(
                RecordReader.read(record, ReadMode.LENIENT).results().getFirst(),
                whole.results().getFirst());
        resumed[3] = "2";
        assertEquals(2, experiment(resumed, jmh));
        assertTrue(trial.err().contains("blocks differs"), trial.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--variant base=none.jar|--variant base: none.jar, expected a jar or a folder",
                "--variant base=@none|--variant base: @",
                "--variant control=@base.cp|--variants: control, expected another name",
                "--variant base=@base.cp --blocks 0|--blocks: 0, expected 1 or more",
                "--variant base=@base.cp --limit 0|--limit: 0, expected 1 or more",
                "--variant base=@base.cp --benchmark None|--benchmark: None, expected one that all",
                "--variant base=@base.cp --resume none|--resume: ",
                "--variant base=@base.cp --precision 0%|--precision: 0.0, expected above 0",
                "--blocks 1|--variant"
            })
    void bad_input_is_named_and_ends_with_2_and_leaves_nothing(String line, String said)
            throws IOException {
        assertEquals(
                2, trial.run(with(new String[] {"bench-run"}, line.split(" ", -1))), trial.err());
        assertTrue(trial.err().contains(said), trial.err());
        Path made = folder.resolve("out");
        if (Files.exists(made)) {
            try (Stream<Path> files = Files.list(made)) {
                assertEquals(List.of(), files.toList());
            }
        }
    }

    @Test
    void a_jar_without_benchmarks_could_not_be_run() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertEquals(3, trial.run("bench-run", "--variant", "base=empty"));
        assertTrue(trial.err().contains("JMH lists no benchmarks"), trial.err());
        assertFalse(trial.err().contains("\tat "), trial.err());
    }

    private static RunStatus status(Run run) {
        return Objects.requireNonNull(run.end(), "a record has an end").status();
    }

    private static List<Fork> forks(Path record, String variant) {
        ResultFile file = ResultFiles.read(record, Variant.of(variant), Repetitions.OF_ONE_PROCESS);
        return file.samples().stream()
                .filter(s -> s.benchmark().name().equals(WORK))
                .filter(s -> s.benchmark().measure().name().equals("time"))
                .findFirst()
                .orElseThrow()
                .forks()
                .toList();
    }

    /// The record of the run that was made last.
    private Path record() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("out"))) {
            return runs.max(BenchRunCommandTest::byAge).orElseThrow().resolve("run.ndjson");
        }
    }

    private static int byAge(Path a, Path b) {
        try {
            return Files.getLastModifiedTime(a).compareTo(Files.getLastModifiedTime(b));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int experiment(String[] options, String... jmh) {
        List<String> line = new ArrayList<>(List.of("bench-run", "--ignore-lock"));
        line.addAll(List.of("--variant", "base=@base.cp", "--variant", "new=@base.cp"));
        line.addAll(List.of(options));
        line.addAll(List.of(jmh));
        return trial.run(line.toArray(String[]::new));
    }

    private static String[] with(String[] line, String... more) {
        String[] all = Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return all;
    }
}
