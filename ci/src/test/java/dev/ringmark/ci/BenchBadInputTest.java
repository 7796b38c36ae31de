package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Issue 8, bad input: every case of it through the command line ends with status 2 and with the
/// reason, and never with a verdict.
class BenchBadInputTest {
    @TempDir private Path folder;
    private CommandTrial trial;

    /// Twelve forks of one good benchmark, and what is wrong with its copies.
    @BeforeEach
    void make_files() throws IOException {
        trial = new CommandTrial(folder);
        String good = jmh("Nop", "avgt", "ns/op", "100");
        Map<String, String> files = new TreeMap<>();
        String whole = "[" + good + "]";
        files.put("good.json", whole);
        files.put("twice.json", "[" + good + "," + good + "]");
        files.put("zero.json", "[" + good.replaceFirst("100", "0") + "]");
        files.put("negative.json", "[" + good.replaceFirst("100", "-1") + "]");
        files.put("fork.json", "[" + good.replaceFirst("(?s)\\],\\[.*\\]\\]", "]]") + "]");
        files.put("params.json", "[" + good.replace("\"depth\":\"8\"", "\"depth\":\"16\"") + "]");
        files.put("mode.json", "[" + jmh("Nop", "ss", "ns/op", "100") + "]");
        files.put("unit.json", "[" + jmh("Nop", "avgt", "apples/op", "100") + "]");
        files.put("cut.json", whole.substring(0, 200));
        files.put("text.json", whole.replaceFirst("100", "\"fast\""));
        files.put("go.txt", "cpu: A 1\n" + "BenchmarkNop 1 100 ns/op\n".repeat(12));
        files.put("other.txt", "cpu: B 2\n" + "BenchmarkNop 1 100 ns/op\n".repeat(12));
        files.put("bytes.csv", csv("B/op", "lower_is_better"));
        files.put("time.csv", csv("ns/op", "lower_is_better"));
        files.put("mixed.csv", csv("B/op", "lower_is_better") + "nop,m,9,ns/op,,1\n");
        files.put("higher.csv", csv("B/op", "higher_is_better"));
        files.put(
                "faster.csv",
                "benchmark,fork,unit,direction,value\nnop,1,ns/op,higher_is_better,1\n");
        files.put("empty.json", "");
        files.put("nothing.json", "[]");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    @Test
    void the_good_file_is_good() {
        assertEquals(0, trial.run("bench-compare", "good.json", "good.json"), trial.err());
        assertTrue(trial.out().contains("equivalent"), trial.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "truncated JSON|good.json cut.json|cut.json:1: not whole JSON",
                "no JSON|good.json empty.json|empty.json: empty",
                "no benchmark|good.json nothing.json|no benchmark with values",
                "a text for a number|good.json text.json|a number",
                "unknown unit|good.json unit.json|scoreUnit: \"apples/op\"",
                "mixed units in a file|bytes.csv mixed.csv --metric m|unit: ns/op",
                "zero times|good.json zero.json|boots[0].forks[0].iterations[0]: 0.0, expected"
                        + " a time above 0",
                "negative times|good.json negative.json|iterations[0]: -1.0E-9, expected a time"
                        + " above 0",
                "duplicated benchmark|good.json twice.json|each benchmark once",
                "wrong direction|good.json faster.csv|direction: higher_is_better",
                "two machines in a side|good.json go.txt,other.txt|two machines"
            })
    void what_cannot_be_read_is_an_error_with_file_and_field(
            String what, String line, String said) {
        assertEquals(2, compare(line), what);
        assertTrue(trial.err().contains(said), trial.err());
        assertEquals("", trial.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one fork|good.json fork.json|too few units|3 forks needed on each side",
                "parameters|good.json params.json|not comparable|parameters differ: {depth=8}",
                "modes|good.json mode.json|not comparable|modes differ",
                "units|bytes.csv time.csv --metric m|not comparable|units of measure differ",
                "directions|bytes.csv higher.csv --metric m|not comparable|directions differ",
                "machines|go.txt other.txt --processes|not comparable|machines differ in cpu: A 1"
            })
    void what_contradicts_itself_is_no_verdict(
            String what, String line, String verdict, String reason) {
        assertEquals(2, compare(line), what);
        String shown = trial.out().replaceAll("\\s+", " ");
        assertTrue(shown.contains(verdict), shown);
        assertTrue(shown.contains(reason), shown);
        for (String guess : new String[] {"regressed", "improved", "equivalent", "no regression"}) {
            assertFalse(shown.contains(guess), shown);
        }
        assertTrue(trial.err().contains("unusable input"), trial.err());
    }

    @Test
    void machines_that_are_said_to_be_comparable_are_compared_with_a_warning() {
        assertEquals(0, compare("go.txt other.txt --processes --across-machines"), trial.err());
        assertTrue(trial.out().contains("machines differ"), trial.out());
    }

    @Test
    void one_bad_benchmark_among_good_ones_is_not_passed_over() throws IOException {
        String good = jmh("Good", "avgt", "ns/op", "100");
        Path base = folder.resolve("two.json");
        Files.writeString(base, "[" + good + "," + jmh("Nop", "avgt", "ns/op", "100") + "]");
        Files.writeString(
                folder.resolve("half.json"),
                "[" + good + "," + jmh("Nop", "ss", "ns/op", "100") + "]");
        assertEquals(2, compare("two.json half.json"));
        assertTrue(trial.out().contains("equivalent"), trial.out());
        assertTrue(trial.err().contains("2 of 3 benchmarks: unusable input"), trial.err());
    }

    private static String jmh(String name, String mode, String unit, String first) {
        StringBuilder raw = new StringBuilder("[" + first + "]");
        for (int fork = 1; fork < 12; fork++) {
            raw.append(String.format(Locale.ROOT, ",[%d.5]", 99 + fork % 3));
        }
        return "{\"benchmark\":\"org.example.%s.nop\",\"mode\":\"%s\",\"params\":{\"depth\":\"8\"},"
                        .formatted(name, mode)
                + "\"primaryMetric\":{\"scoreUnit\":\"%s\",\"rawData\":[%s]}}".formatted(unit, raw);
    }

    private static String csv(String unit, String direction) {
        StringBuilder text = new StringBuilder("benchmark,measure,fork,unit,direction,value\n");
        for (int fork = 0; fork < 12; fork++) {
            text.append("nop,m,%d,%s,%s,%d\n".formatted(fork, unit, direction, 100 + fork % 3));
        }
        return text.toString();
    }

    private int compare(String line) {
        return trial.run(("bench-compare " + line).split(" ", -1));
    }
}
