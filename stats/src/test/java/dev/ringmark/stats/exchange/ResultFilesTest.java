package dev.ringmark.stats.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.RecordWriter;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Unit;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.sample.Direction;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Mode;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;
import dev.ringmark.stats.sample.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// M-06, SPG-125: what other harnesses write is read as they mean it, and refused where they do
/// not say.
class ResultFilesTest {
    private static final Variant BASE = Variant.of("base");

    @TempDir Path folder;

    @Test
    void jmh_keeps_every_value_of_every_fork_in_seconds() {
        Sample nop = read("jmh.json").samples().getFirst();
        assertEquals("org.example.Ring.nop{mode=PLAIN}", nop.benchmark().label());
        assertEquals(Mode.AVERAGE_TIME, nop.benchmark().mode());
        assertEquals(Direction.LOWER_IS_BETTER, nop.benchmark().measure().direction());
        List<Fork> forks = nop.forks().toList();
        assertEquals(3, forks.size());
        assertArrayEquals(
                new double[] {300.5 / 1e9, 301.0 / 1e9}, forks.getFirst().iterations().toArray());
        assertEquals("25", nop.fingerprint().noted().get("jdkVersion"));
    }

    @Test
    void jmh_secondary_metrics_are_benchmarks_of_their_own_and_unknown_units_are_said() {
        ResultFile file = read("jmh.json");
        Sample bytes = file.samples().get(1);
        assertEquals("gc.alloc.rate.norm", bytes.benchmark().measure().name());
        assertEquals(Unit.BYTES, bytes.benchmark().measure().unit());
        assertEquals(16.5, bytes.forks().toList().get(1).iterations().get(1));
        assertEquals(List.of("stack: not read, its unit \"---\" is not known"), file.notes());
    }

    @Test
    void jmh_values_that_are_no_numbers_exclude_their_fork_and_say_so() {
        Sample rate = read("jmh.json").samples().get(2);
        assertEquals(Mode.THROUGHPUT, rate.benchmark().mode());
        assertEquals(Direction.HIGHER_IS_BETTER, rate.benchmark().measure().direction());
        assertEquals(Map.of("(threads)", "4"), rate.benchmark().params());
        List<Fork> forks = rate.forks().toList();
        assertEquals(3.0 * 1e6, forks.getFirst().iterations().get(0));
        assertEquals("iteration 1 is NaN", forks.getFirst().excluded());
        assertEquals("iteration 1 is Infinity", forks.getLast().excluded());
    }

    @Test
    void jmh_sample_time_gives_every_operation_and_the_mean_of_each_iteration() {
        Sample sample = read("jmh.json").samples().get(3);
        assertEquals(Mode.SAMPLE_TIME, sample.benchmark().mode());
        Fork first = sample.forks().toList().getFirst();
        assertEquals(6, first.tally().total());
        assertEquals(4L, first.tally().counts().get(1.0 / 1e6));
        assertArrayEquals(new double[] {2.0 / 1e6, 2.0 / 1e6}, first.iterations().toArray(), 1e-20);
    }

    @Test
    void jmh_without_raw_data_has_no_units_and_says_why() {
        Sample open = read("jmh.json").samples().get(4);
        assertEquals(0, open.forks().count());
        assertEquals(Warning.Code.RAW_DATA_MISSING, open.warnings().getFirst().code());
    }

    @Test
    void google_benchmark_repetitions_are_iterations_of_one_process_unless_said_otherwise() {
        Sample one = read("google.json").samples().getFirst();
        assertEquals("BM_Nop/32", one.benchmark().name());
        assertEquals(1, one.forks().count());
        assertArrayEquals(
                new double[] {3.5 / 1e6, 3600.0 / 1e9},
                one.forks().toList().getFirst().iterations().toArray());
        assertEquals("lab1", one.fingerprint().stable().get("host_name"));
        Sample own =
                ResultFiles.read(resource("google.json"), BASE, Repetitions.OF_OWN_PROCESSES)
                        .samples()
                        .getFirst();
        assertEquals(2, own.forks().count());
        assertEquals(List.of("BM_Nop/32: aggregates are not read"), read("google.json").notes());
    }

    @Test
    void hyperfine_runs_are_forks_and_a_run_that_failed_is_excluded() {
        Sample sleep = read("hyperfine.json").samples().getFirst();
        assertEquals("sleep {s}{s=0.1}", sleep.benchmark().label());
        List<Fork> forks = sleep.forks().toList();
        assertEquals(3, forks.size());
        assertEquals(0.102, forks.get(1).iterations().get(0));
        assertEquals("exit status 1", forks.get(2).excluded());
    }

    @Test
    void go_benchmarks_have_parameters_and_units() {
        ResultFile file = read("go.txt");
        Sample nop = file.samples().getFirst();
        assertEquals("example.org/ring.Nop{depth=8,gomaxprocs=4}", nop.benchmark().label());
        assertArrayEquals(
                new double[] {312.5 / 1e9, 310.0 / 1e9},
                nop.forks().toList().getFirst().iterations().toArray());
        assertEquals("allocs/op", file.samples().get(2).benchmark().measure().name());
        assertEquals(List.of("the unit widgets/op is not known: not read"), file.notes());
        assertEquals("Example CPU", nop.fingerprint().stable().get("cpu"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jmh.json", "google.json", "hyperfine.json", "go.txt"})
    void csv_is_read_again_without_loss(String name) throws IOException {
        List<Sample> samples = bare(read(name).samples());
        Path csv = write("again.csv", ResultFiles.csv(samples));
        assertEquals(
                samples, bare(ResultFiles.read(csv, BASE, Repetitions.OF_ONE_PROCESS).samples()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jmh.json", "google.json", "hyperfine.json", "go.txt"})
    void the_record_is_read_again_without_loss_machine_included(String name) {
        List<Sample> samples =
                read(name).samples().stream().filter(s -> s.forks().count() > 0).toList();
        Path path = folder.resolve(name + ".ndjson");
        int passed = 0;
        int broken = 0;
        try (RecordWriter out = RecordWriter.open(path)) {
            out.append(
                    new RunHeader(
                            "run",
                            Instant.EPOCH,
                            new Tool("1", "c"),
                            "bench",
                            1,
                            Environment.builder("6.1", "x86_64")
                                    .extras(ResultFiles.record(samples.getFirst().fingerprint()))
                                    .build()));
            for (Sample sample : samples) {
                for (ResultLine line : ResultFiles.record(sample)) {
                    out.append(line);
                    if (line.verdict() == Verdict.PASS) {
                        passed++;
                    } else {
                        broken++;
                    }
                }
            }
            out.append(
                    new EndLine(
                            Instant.EPOCH,
                            RunStatus.COMPLETED,
                            null,
                            Map.of(Verdict.PASS, passed, Verdict.BROKEN, broken)));
        }
        List<Sample> again = ResultFiles.read(path, BASE, Repetitions.OF_ONE_PROCESS).samples();
        assertEquals(bare(samples), bare(again));
        assertEquals(samples.getFirst().fingerprint(), again.getFirst().fingerprint());
    }

    @Test
    void benchstat_text_keeps_forks_and_values() throws IOException {
        Sample nop = read("jmh.json").samples().getFirst();
        Path text = write("out.txt", ResultFiles.benchstat(List.of(nop)));
        Sample again =
                ResultFiles.read(text, BASE, Repetitions.OF_ONE_PROCESS).samples().getFirst();
        assertEquals(nop.benchmark().label(), again.benchmark().label());
        assertEquals(
                nop.forks().map(Fork::iterations).toList(),
                again.forks().map(Fork::iterations).toList());
        assertTrue(Files.readString(text).contains(" 1 3.005E-7 sec/op\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench.json|[{\"benchmark\":\"a\",|1: not whole JSON",
                "bench.json|{\"benchmarks\":[|1: not whole JSON",
                "bench.json|[]|no benchmark with values",
                "bench.json|[{\"mode\":\"avgt\"}]|1: /0/benchmark: nothing, expected a name",
                "bench.json|[{\"benchmark\":\"a\"}]|1: /0/primaryMetric: nothing",
                "empty.json|''|empty",
                "odd.txt|hello|1: content: hello, expected JSON of JMH",
                "a.csv|benchmark,fork,value|1: columns: benchmark,fork,value, expected one named",
                "a.csv|benchmark,fork,unit,value~a,0,s,x|2: value: x, expected a number",
                "a.csv|benchmark,fork,unit,value~a,0,fathom,1|2: unit: fathom, expected",
                "a.csv|benchmark,fork,unit,value~a,0,s,1~a,1,B,1|3: unit: B, lower_is_better",
                "a.csv|benchmark,fork,unit,value~a,0,s,-1|2: a: boots[0].forks[0].iterations[0]",
                "a.csv|benchmark,fork,unit,value~a,0,s,0|a time above 0",
                "a.csv|benchmark,fork,unit,value~a,0,s|2: line: 3 cells, expected 4",
                "a.csv|benchmark,fork,unit,value,direction~a,0,s,1,higher_is_better|2: direction",
                "a.txt|BenchmarkA 1|1: line: BenchmarkA 1, expected name, count",
                "a.txt|BenchmarkA 1 x ns/op|1: value: x, expected a number"
            })
    void what_is_wrong_is_named_with_file_line_and_field(String name, String text, String said)
            throws IOException {
        Path file = write(name, text.replace('~', '\n'));
        var e =
                assertThrows(
                        ImportException.class,
                        () -> ResultFiles.read(file, BASE, Repetitions.OF_ONE_PROCESS));
        assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(said), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"scoreUnit\" : \"ns/op\"|\"scoreUnit\" : \"foo\"|/0/primaryMetric/scoreUnit:"
                        + " \"foo\"",
                "[300.5, 301.0]|[300.5, -1]|/0/primaryMetric: org.example.Ring.nop{mode=PLAIN}",
                "[300.5, 301.0]|[0, 1]|a time above 0",
                "[300.5, 301.0]|[\"x\", 1]|/0/primaryMetric/rawData/0/0: x, expected a number",
                "\"forks\" : 3|\"forks\" : 4|/0/primaryMetric/rawData: 3 forks, expected 4",
                "\"mode\" : \"thrpt\"|\"mode\" : \"fast\"|nop/mode: \"fast\"",
                "\"benchmark\" : \"org.example.Ring.nop\"|\"benchmark\" : 7|/0/benchmark: 7",
                "[1.0, 3]|[1.0, 0.5]|count 0.5, expected 1 or more, whole"
            })
    void a_wrong_field_of_jmh_is_named_with_its_place(String from, String to, String said)
            throws IOException {
        Path file =
                write(
                        "bad.json",
                        Files.readString(resource("jmh.json"))
                                .replaceFirst(Pattern.quote(from), to));
        var e =
                assertThrows(
                        ImportException.class,
                        () -> ResultFiles.read(file, BASE, Repetitions.OF_ONE_PROCESS));
        assertTrue(
                String.valueOf(e.getMessage()).matches("(?s).*bad.json:\\d+: .*"), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(said), e.getMessage());
    }

    @Test
    void a_benchmark_that_stands_twice_in_a_file_is_refused_with_both_lines() throws IOException {
        String run = Files.readString(resource("jmh.json")).strip();
        String twice = run.substring(0, run.length() - 1) + "," + run.substring(1);
        var e =
                assertThrows(
                        ImportException.class,
                        () ->
                                ResultFiles.read(
                                        write("twice.json", twice),
                                        BASE,
                                        Repetitions.OF_ONE_PROCESS));
        assertTrue(
                String.valueOf(e.getMessage()).contains("each benchmark once; it stands in line 2"),
                e.getMessage());
    }

    @Test
    void a_file_cut_anywhere_is_never_read() throws IOException {
        String whole = Files.readString(resource("jmh.json")).strip();
        for (int length = 1; length < whole.length(); length += 37) {
            Path cut = write("cut.json", whole.substring(0, length));
            assertThrows(
                    ImportException.class,
                    () -> ResultFiles.read(cut, BASE, Repetitions.OF_ONE_PROCESS),
                    "cut at " + length);
        }
    }

    @Test
    void a_missing_file_is_named() {
        Path none = folder.resolve("none.json");
        var e =
                assertThrows(
                        ImportException.class,
                        () -> ResultFiles.read(none, BASE, Repetitions.OF_ONE_PROCESS));
        assertEquals(none + ": no such file", e.getMessage());
    }

    /// Without what the text formats do not hold.
    private static List<Sample> bare(List<Sample> samples) {
        List<Sample> bare = new ArrayList<>();
        for (Sample s : samples) {
            if (s.forks().count() > 0) {
                bare.add(
                        new Sample(
                                s.benchmark(),
                                s.variant(),
                                Fingerprint.UNKNOWN,
                                s.replication(),
                                s.boots(),
                                List.of()));
            }
        }
        return bare;
    }

    private static ResultFile read(String name) {
        return ResultFiles.read(resource(name), BASE, Repetitions.OF_ONE_PROCESS);
    }

    private static Path resource(String name) {
        return Path.of(
                Objects.requireNonNull(ResultFilesTest.class.getResource(name), name).getPath());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
