package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// M-06, M-07, M-08, SR-25c: benchmark commands as a person uses them.
class BenchCommandsTest {
    @TempDir private Path folder;
    private CommandTrial trial;

    @BeforeEach
    void make() {
        trial = new CommandTrial(folder);
    }

    @Test
    void a_slowdown_of_10_percent_is_a_regression_and_ends_with_1() throws IOException {
        jmh("base.json", 1, 10, 1);
        jmh("new.json", 2, 10, 1.1);
        assertEquals(1, trial.run("bench-compare", "base.json", "new.json", "--html", "c.html"));
        assertTrue(trial.out().contains("regressed"), trial.out());
        assertTrue(Files.readString(folder.resolve("c.html")).contains("org.example.Nop.nop"));
    }

    @Test
    void the_same_thing_twice_is_equivalent_and_ends_with_0_even_with_evidence()
            throws IOException {
        jmh("base.json", 1, 15, 1);
        jmh("new.json", 3, 15, 1);
        int status = trial.run("bench-compare", "base.json", "new.json", "--require-evidence");
        assertEquals(0, status, trial.out());
        assertTrue(trial.out().contains("equivalent"), trial.out());
    }

    @Test
    void a_flagged_cell_of_two_stages_is_no_finding_before_it_is_measured_anew()
            throws IOException {
        jmh("base.json", 1, 10, 1);
        jmh("new.json", 2, 10, 1.1);
        jmh("base2.json", 3, 10, 1);
        jmh("new2.json", 4, 10, 1.1);
        jmh("calm2.json", 5, 10, 1);
        assertEquals(0, trial.run("bench-compare", "base.json", "new.json", "--two-stage"));
        assertTrue(trial.out().contains("1 to be confirmed"), trial.out());
        String[] fresh = {"bench-compare", "base.json", "new.json", "--fresh-base", "base2.json"};
        assertEquals(1, trial.run(with(fresh, "--fresh-new", "new2.json")));
        assertEquals(0, trial.run(with(fresh, "--fresh-new", "calm2.json")));
        assertEquals(2, trial.run(fresh));
    }

    @Test
    void json_and_markdown_say_what_the_table_says_and_the_same_input_gives_the_same_bytes()
            throws IOException {
        jmh("base.json", 1, 10, 1);
        jmh("new.json", 2, 10, 1.1);
        trial.run("bench-compare", "base.json", "new.json", "--json", "--markdown", "c.md");
        String first = trial.out();
        assertTrue(first.contains("\"verdict\":\"regressed\""), first);
        assertTrue(Files.readString(folder.resolve("c.md")).contains("regressed"));
        trial.run("bench-compare", "base.json", "new.json", "--json");
        assertEquals(first, trial.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench-compare none.json base.json|no such file",
                "bench-compare base.json cut.json|cut.json:1: not whole JSON",
                "bench-compare base.json base.json --threshold x|--threshold",
                "bench-compare base.json base.json --family fdr|--family",
                "bench-compare base.json base.json --metric watts|no benchmark that measures watts",
                "bench-compare base.json|NEW",
                "bench-power --cv 0% --effect 5%|--variation: 0.0, expected above 0",
                "bench-power|--cv",
                "bench-export none.json --to csv|none.json: no such file",
                "bench-export base.json --to xml|--to",
                "bench-export base.json|--to",
                "bench-export base.json --to csv --out base.json/x.csv|--out: ",
                "bench-history cut.json|cut.json:1: not whole JSON",
                "bench-history base.json --earlier base.json|--earlier",
                "bench-plan --variant a,a --benchmark x|--variants: [a, a], expected each name"
                        + " once",
                "bench-plan --variant a --benchmark x --blocks 0|--blocks: 0, expected 1 or more"
            })
    void bad_input_is_named_and_ends_with_2(String line, String said) throws IOException {
        jmh("base.json", 1, 3, 1);
        Files.writeString(folder.resolve("cut.json"), "[{\"benchmark\": \"a\",");
        assertEquals(2, trial.run(line.split(" ", -1)), trial.out());
        assertTrue(trial.err().contains(said), trial.err());
    }

    @Test
    void an_aa_run_of_the_base_is_counted_beside_the_table() throws IOException {
        jmh("base.json", 1, 12, 1);
        jmh("again.json", 2, 12, 1);
        jmh("new.json", 3, 12, 1.1);
        String[] line = {"bench-compare", "base.json", "new.json", "--control"};
        assertEquals(1, trial.run(with(line, "again.json")), trial.err());
        assertTrue(trial.out().contains("A/A control: the base against itself flagged 0 of 1"));
        assertEquals(2, trial.run(with(line, "none.json")));
        assertTrue(trial.err().contains("none.json: no such file"), trial.err());
    }

    @Test
    void boots_that_repeat_forks_say_how_to_split_the_next_experiment() throws IOException {
        boots("base.csv", 1);
        boots("new.csv", 2);
        String[] line = {"bench-compare", "base.csv", "new.csv", "--html", "c.html"};
        assertEquals(0, trial.run(with(line, "--json")), trial.err());
        assertTrue(trial.out().contains("\"forksPerBootAtEqualCost\":1"), trial.out());
        assertEquals(0, trial.run(line));
        assertTrue(trial.out().contains("best are 1 forks a boot"), trial.out());
        assertTrue(Files.readString(folder.resolve("c.html")).contains("spread of new: boots"));
    }

    /// Ten boots of four forks; boots differ by 2 %, their forks by 1 %.
    private void boots(String name, long seed) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        StringBuilder rows = new StringBuilder("benchmark,replication,boot,fork,unit,value\n");
        for (int boot = 0; boot < 10; boot++) {
            double level = 100 * Math.exp(0.02 * random.nextGaussian());
            for (int fork = 0; fork < 4; fork++) {
                rows.append("nop,boot,").append(boot).append(',').append(fork).append(",ns/op,");
                rows.append(level * Math.exp(0.01 * random.nextGaussian())).append('\n');
            }
        }
        Files.writeString(folder.resolve(name), rows);
    }

    @Test
    void what_is_exported_is_read_again_as_the_same_values() throws IOException {
        jmh("base.json", 1, 10, 1);
        assertEquals(0, trial.run("bench-export", "base.json", "--to", "csv"));
        String csv = trial.out();
        for (String format : List.of("csv", "record", "benchstat")) {
            String file = "copy." + format;
            assertEquals(0, trial.run("bench-export", "base.json", "--to", format, "--out", file));
            assertEquals(0, trial.run("bench-export", file, "--to", "csv"), trial.err());
            String values = format.equals("benchstat") ? values(csv) : csv;
            assertEquals(values, format.equals("benchstat") ? values(trial.out()) : trial.out());
        }
    }

    /// What benchstat's text keeps of lines of CSV: the value is the 13th of 15 cells.
    private static String values(String csv) {
        return csv.lines()
                .skip(1)
                .map(line -> line.split(",", -1)[12])
                .collect(Collectors.joining("\n"));
    }

    @Test
    void power_says_how_many_forks_a_change_takes() {
        assertEquals(0, trial.run("bench-power", "--cv", "2%", "--effect", "5%", "--json"));
        assertTrue(trial.out().contains("\"units\":8"), trial.out());
        assertEquals(0, trial.run("bench-power", "--cv", "2%", "--units", "10"));
        assertTrue(trial.out().contains("POWER"), trial.out());
    }

    @Test
    void a_plan_has_its_control_and_the_seed_decides_it() {
        String[] plan = {
            "bench-plan", "--variant", "base,new", "--benchmark", "a,b", "--seed", "7", "--json"
        };
        assertEquals(0, trial.run(plan));
        String first = trial.out();
        assertTrue(first.contains("\"variant\":\"control\",\"isReally\":\"base\""), first);
        trial.run(plan);
        assertEquals(first, trial.out());
    }

    @Test
    void history_finds_the_file_at_which_a_benchmark_got_slower_and_keeps_its_id()
            throws IOException {
        String[] line = new String[31];
        line[0] = "bench-history";
        for (int i = 1; i <= 30; i++) {
            line[i] = String.format(Locale.ROOT, "r%02d.json", i);
            jmh(line[i], i, 3, i <= 15 ? 1 : 1.1);
        }
        assertEquals(1, trial.run(line), trial.err());
        assertTrue(trial.out().contains("r16"), trial.out());
        assertEquals(1, trial.run(with(line, "--json")));
        String first = trial.out();
        Files.writeString(folder.resolve("changes.json"), first);
        assertEquals(1, trial.run(with(line, "--json", "--earlier", "changes.json")));
        assertEquals(first, trial.out());
    }

    /// A JMH result of one benchmark whose forks vary by 1 %.
    private void jmh(String name, long seed, int forks, double ratio) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        StringBuilder raw = new StringBuilder();
        for (int f = 0; f < forks; f++) {
            double level = 100 * ratio * Math.exp(0.01 * random.nextGaussian());
            raw.append(f == 0 ? "" : ",").append('[').append(level).append(',');
            raw.append(level * 1.001).append(']');
        }
        Files.writeString(
                folder.resolve(name),
                "[{\"benchmark\":\"org.example.Nop.nop\",\"mode\":\"avgt\",\"threads\":1,\"forks\":"
                        + forks
                        + ",\"params\":{\"depth\":\"8\"},\"primaryMetric\":{\"score\":1,"
                        + "\"scoreUnit\":\"ns/op\",\"rawData\":["
                        + raw
                        + "]}}]");
    }

    private static String[] with(String[] line, String... more) {
        String[] all = Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return all;
    }
}
