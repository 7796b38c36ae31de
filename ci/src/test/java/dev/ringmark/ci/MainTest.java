package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line as a person uses it, with a harness that needs no kernel.
class MainTest {
    private static final Pattern RUN_ID =
            Pattern.compile("\\d{8}-\\d{6}-[A-Za-z0-9._+-]+-[0-9a-f]{4}");

    @TempDir private Path folder;
    private CommandTrial trial;

    @BeforeEach
    void begin() {
        trial = new CommandTrial(folder);
    }

    @Test
    void check_writes_record_and_reports_and_says_ok() throws IOException {
        assertEquals(0, trial.runWith("good", "check", "--suite", "quick", "--seed", "7"));
        assertTrue(RUN_ID.matcher(runFolder().getFileName().toString()).matches());
        assertEquals(
                List.of("junit.xml", "report.html", "report.ktap", "report.md", "run.ndjson"),
                names(runFolder()));
        assertOut("6.1.0-18-amd64 x86_64", "liburing 2.3", "quick, seed 7", "ok", "(exit 0)");
        assertOut(runFolder().resolve("report.html").toString());
    }

    @Test
    void check_passes_every_choice_on_to_the_harness() throws IOException {
        trial.runWith(
                "good",
                "check",
                "--only",
                "a.b,c",
                "--mode",
                "sqpoll",
                "--hide",
                "SEND_ZC",
                "--seed=9");
        String words = String.valueOf(record().results().getLast().reason());
        assertTrue(words.contains(" --suite full --seed 9 --run-id "), words);
        assertTrue(
                words.endsWith("--waivers default --only a.b,c --mode sqpoll --hide SEND_ZC"),
                words);
    }

    @Test
    void a_finding_is_told_in_words_and_ends_with_1() {
        assertEquals(1, trial.runWith("findings", "check"));
        assertOut(
                "Findings that no waiver covers: 1",
                "fail  timeout.fires (S063)",
                "says      A timeout without a count ends with -ETIME.",
                "expected  res=-ETIME",
                "observed  res=0",
                "(exit 1)");
    }

    @Test
    void an_unavailable_io_uring_ends_with_3_and_a_record() throws IOException {
        assertEquals(3, trial.runWith("unavailable", "check"));
        assertOut("every check was blocked: off by sysctl", "(exit 3)");
        assertEquals(Verdict.BLOCKED, record().results().getLast().verdict());
        assertEquals(3, trial.runWith("unavailable", "probe"));
        assertOut("not available", "sysctl kernel.io_uring_disabled=0");
    }

    @Test
    void a_harness_that_dies_costs_one_verdict_and_the_record_gets_its_end() throws IOException {
        assertEquals(3, trial.runWith("dies", "check"));
        Run record = record();
        ResultLine last = record.results().getLast();
        assertEquals("cancel.by_fd", last.id());
        assertEquals(Verdict.CRASHED, last.verdict());
        EndLine end = Objects.requireNonNull(record.end());
        assertEquals(RunStatus.ABORTED, end.status());
        assertEquals("the harness failed: it ended with status 134", end.reason());
        assertOut("crashed  cancel.by_fd", "the run was aborted: the harness failed");
    }

    @Test
    void a_harness_without_a_record_is_one_line_with_its_last_words() throws IOException {
        assertEquals(3, trial.runWith("no-record", "check"));
        assertErr("ringmark: the harness failed: it ended with status 70: no record today\n");
        assertEquals(List.of("harness.log"), names(runFolder()));
    }

    @Test
    void what_the_harness_refuses_is_wrong_usage_and_leaves_nothing() throws IOException {
        assertEquals(2, trial.runWith("refuses", "check", "--mode", "warp"));
        assertErr("ringmark: mode: warp, expected one of plain, sqpoll\n");
        assertEquals(List.of(), names(folder.resolve("out")));
    }

    @Test
    void elsewhere_than_on_a_terminal_no_escape_code_is_printed() {
        trial.runWith("findings", "check");
        assertFalse(trial.out().contains("\u001b"));
        assertFalse(trial.err().contains("\u001b"));
    }

    @Test
    void json_is_one_line_on_standard_output() {
        assertEquals(1, trial.runWith("findings", "check", "--json"));
        Fields summary = Fields.parse(trial.out());
        assertEquals("1", summary.text("exitStatus"));
        assertEquals("1", summary.fields("counts").text("fail"));
        assertTrue(summary.texts("findings").getFirst().contains("\"id\":\"timeout.fires\""));
    }

    @Test
    void an_out_folder_that_cannot_be_is_one_line_and_no_file() throws IOException {
        Files.writeString(folder.resolve("taken"), "");
        assertEquals(2, trial.runWith("good", "check", "--out", "taken"));
        assertErr(
                "ringmark: --out: cannot make a folder in "
                        + folder.resolve("taken")
                        + ": Not a directory\n");
        assertEquals(2, trial.runWith("good", "check", "--out", "taken/below"));
        assertEquals(2, trial.runWith("good", "check", "--out", "/proc/below"));
        assertEquals(List.of("taken"), names(folder));
    }

    @Test
    void report_makes_the_same_reports_again_and_ends_with_the_same_status() throws IOException {
        trial.runWith("findings", "check");
        String first = Files.readString(runFolder().resolve("report.html"));
        Files.delete(runFolder().resolve("report.html"));
        assertEquals(1, trial.runWith("good", "report", runFolder().toString()));
        assertEquals(first, Files.readString(runFolder().resolve("report.html")));
        String file = runFolder().resolve("run.ndjson").toString();
        assertEquals(1, trial.runWith("good", "report", file, "--out", "elsewhere", "--json"));
        assertTrue(Files.exists(folder.resolve("elsewhere/report.md")));
    }

    @Test
    void a_torn_record_is_refused_with_its_line_and_read_leniently() throws IOException {
        trial.runWith("good", "check");
        Path record = runFolder().resolve("run.ndjson");
        String whole = Files.readString(record);
        Files.writeString(record, whole.substring(0, whole.length() - 20));
        assertEquals(2, trial.runWith("good", "report", record.toString()));
        assertErr("ringmark: " + record + ": line 4: ");
        assertEquals(3, trial.runWith("good", "report", "--lenient", record.toString()));
        assertOut("the record has problems", "(exit 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-folder", "pom.xml", "/dev/null"})
    void what_is_no_record_is_refused_in_one_line(String name) throws IOException {
        Files.writeString(folder.resolve("pom.xml"), "<project/>\n");
        assertEquals(2, trial.runWith("good", "report", name));
        assertTrue(trial.err().startsWith("ringmark: "), trial.err());
        assertEquals(1, trial.err().lines().count(), trial.err());
    }

    @Test
    void probe_speaks_to_people_and_to_machines() {
        assertEquals(0, trial.runWith("good", "probe"));
        assertOut("6.1.0-18-amd64", "liburing 2.3", "0x3fff", "opcodes (2)", "NOP READV");
        assertOut("MULTISHOT_RECV  unsupported  -EINVAL");
        assertEquals(0, trial.runWith("good", "probe", "--json"));
        assertEquals(List.of("NOP", "READV"), Fields.parse(trial.out()).texts("opcodes"));
    }

    @Test
    void features_are_a_table_that_can_be_narrowed() {
        assertEquals(0, trial.runWith("good", "features", "--class", "missing"));
        assertOut("IORING_SETUP_SQPOLL  setup_flag  -           5.1     unsupported  missing");
        assertOut("1 features");
        assertEquals(2, trial.runWith("good", "features", "--class", "gone"));
        assertErr("ringmark: Invalid value for option '--class': class: gone, expected one of ");
    }

    @ParameterizedTest
    @CsvSource({
        "send_zc, 0, yes: this kernel has it",
        "IORING_OP_SEND_ZC, 0, yes: this kernel has it",
        "SETUP-SQPOLL, 1, no: this kernel does not have it (-EPERM)",
        "EXT_ARG, 3, this kernel does not say (not asked)",
    })
    void can_i_use_answers_from_observation(String name, int status, String sentence) {
        assertEquals(status, trial.runWith("good", "can-i-use", name));
        assertOut(sentence);
    }

    @ParameterizedTest
    @CsvSource({"6.0, 0, yes", "5.19.17-generic, 1, no", "v7.1, 0, yes"})
    void can_i_use_answers_for_a_release_from_documentation(
            String kernel, int status, String word) {
        assertEquals(status, trial.runWith("good", "can-i-use", "SEND_ZC", "--kernel", kernel));
        assertOut(word + ": by documentation, not by observation, it is in 6.0 and later");
    }

    @Test
    void a_name_nobody_knows_gets_the_nearest() {
        assertEquals(2, trial.runWith("good", "can-i-use", "SEND_CZ"));
        assertErr("ringmark: no feature is named 'SEND_CZ'; did you mean IORING_OP_SEND_ZC?\n");
        assertEquals(2, trial.runWith("good", "can-i-use", "SEND_ZC", "--kernel", "new"));
        assertErr("ringmark: --kernel: 'new', expected a kernel version such as 6.1");
    }

    @Test
    void wrong_usage_is_a_line_a_hint_and_2() {
        assertEquals(2, trial.runWith("good", "chekc"));
        assertErr("ringmark: Unmatched argument at index 0: 'chekc'\nDid you mean");
        assertEquals(2, trial.runWith("good", "check", "--suite", "slow"));
        assertErr("ringmark: Invalid value for option '--suite'");
        assertTrue(trial.err().contains("See 'ringmark check --help'."), trial.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "probe", "features", "can-i-use", "report"})
    void every_help_teaches_with_examples(String command) {
        assertEquals(0, trial.runWith("good", command, "--help"));
        assertOut("Usage: ringmark " + command, "Examples:\n  ringmark " + command, "--json");
        assertTrue(trial.out().lines().allMatch(line -> line.length() <= 80), trial.out());
    }

    @Test
    void without_a_command_the_help_is_shown() {
        assertEquals(2, trial.runWith("good"));
        assertErr("Usage: ringmark");
        assertEquals(0, trial.runWith("good", "--version"));
        assertOut("ringmark ");
    }

    private Path runFolder() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("out"))) {
            return runs.findFirst().orElseThrow();
        }
    }

    private Run record() throws IOException {
        return RecordReader.read(runFolder().resolve("run.ndjson"), ReadMode.STRICT);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void assertOut(String... parts) {
        for (String part : parts) {
            assertTrue(
                    trial.out().contains(part), () -> part + " in:\n" + trial.out() + trial.err());
        }
    }

    private void assertErr(String start) {
        assertTrue(trial.err().startsWith(start), () -> trial.err());
    }
}
