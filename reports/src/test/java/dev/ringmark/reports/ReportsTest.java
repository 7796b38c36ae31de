package dev.ringmark.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.Problem;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each form says of whole, broken and empty runs.
class ReportsTest {
    /// What GitHub takes as one comment.
    private static final int COMMENT_CHARS_MAX = 65_536;

    private static final int HTML_BYTES_MAX = 1_500_000;

    @TempDir Path folder;

    @Test
    void findings_are_counted_by_check_and_waived_ones_apart() {
        assertEquals("4 findings, 1 more waived", Reports.of(Runs.small()).sentence());
    }

    @Test
    void no_findings_count_only_where_the_canary_was_caught() {
        Reports good = Reports.of(Runs.passing(Runs.canary(Verdict.PASS)));
        assertEquals("No findings", good.sentence());
        assertTrue(good.html().contains("<p class=\"verdict pass\">"));
        Reports lame = Reports.of(Runs.passing(Runs.canary(Verdict.FAIL)));
        assertEquals(
                "No findings; but canary.fails_on_purpose was not caught,"
                        + " so no pass here can be trusted",
                lame.sentence());
        assertTrue(lame.html().contains("<p class=\"verdict fail\">"));
        assertEquals(
                "No findings; but no canary ran, so nothing shows that this run could fail",
                Reports.of(Runs.passing()).sentence());
    }

    @Test
    void an_interrupted_run_says_so_in_every_form() {
        Reports reports = Reports.of(Runs.interrupted());
        String sentence = "The run did not finish: interrupted, Ctrl-C. Up to there: no findings.";
        assertEquals(sentence, reports.sentence());
        assertTrue(reports.html().contains(sentence));
        assertTrue(reports.html().contains("links.target_is_cancelled [sqpoll]"));
        assertTrue(reports.markdown().contains(sentence));
        assertTrue(reports.markdown().contains("links.target_is_cancelled [sqpoll]"));
        JunitReading junit = JunitReading.of(reports.junitXml());
        assertEquals("error", junit.ending("run.finished"));
        assertEquals("skipped", junit.ending("links.target_is_cancelled [sqpoll]"));
        KtapReading.Case run = KtapReading.of(reports.ktap()).getLast();
        assertFalse(run.ok());
        assertEquals("ERROR", run.directive());
        assertEquals("interrupted, Ctrl-C", run.data());
    }

    @Test
    void a_record_without_an_end_is_a_run_that_did_not_finish() {
        Reports reports = Reports.of(Runs.cutOff());
        assertEquals(
                "The run did not finish: the record ends without its last line."
                        + " No check had a result.",
                reports.sentence());
        assertTrue(reports.html().contains("line 9: (line): the file ends in it"));
        assertTrue(reports.markdown().contains("line 9: (line): the file ends in it"));
        assertEquals("error", JunitReading.of(reports.junitXml()).ending("run.finished"));
        assertFalse(KtapReading.of(reports.ktap()).getLast().ok());
    }

    @Test
    void what_this_version_does_not_know_is_shown() {
        Reports reports = Reports.of(Runs.cutOff());
        assertTrue(reports.html().contains("{\"type\":\"weather\"}"));
        assertTrue(reports.markdown().contains("| unknown line | `{\"type\":\"weather\"}` |"));
    }

    @Test
    void a_complete_run_that_lost_a_check_or_a_line_is_no_success() {
        var lost = new StartLine("links.lost", Map.of());
        Run run = Runs.passing(Runs.canary(Verdict.PASS), lost);
        assertEquals(
                "The run did not finish: 1 check started, and no result. Up to there: no findings.",
                Reports.of(run).sentence());
        var damaged =
                new Run(
                        run.header(),
                        Runs.passing(Runs.canary(Verdict.PASS)).lines(),
                        List.of(new Problem(3, "seconds", "x, expected a number")));
        assertEquals("No findings; but the record has 1 problem", Reports.of(damaged).sentence());
    }

    @Test
    void a_run_without_results_is_no_success() {
        Reports reports = Reports.of(Runs.empty());
        assertEquals("No check ran", reports.sentence());
        assertTrue(reports.html().contains("There is no result"));
        assertFalse(reports.html().contains("id=\"checks\""));
        assertEquals("passed", JunitReading.of(reports.junitXml()).ending("run.finished"));
        assertEquals(1, KtapReading.of(reports.ktap()).size());
    }

    @Test
    void a_blocked_kernel_is_named_with_what_blocks_it() {
        Reports reports = Reports.of(Runs.blocked());
        String why = "sysctl kernel.io_uring_disabled=2, needs 0";
        assertEquals("Nothing could be checked: " + why, reports.sentence());
        assertTrue(reports.html().contains("<p class=\"verdict blocked\">"));
        JunitReading junit = JunitReading.of(reports.junitXml());
        assertEquals("skipped", junit.ending("links.target_is_cancelled [plain]"));
        KtapReading.Case links = KtapReading.of(reports.ktap()).get(1);
        assertEquals("SKIP", links.directive());
        assertTrue(links.subtests().stream().allMatch(c -> c.data().equals("blocked: " + why)));
    }

    @Test
    void junit_ends_each_verdict_as_documented() {
        JunitReading junit = JunitReading.of(Reports.of(Runs.small()).junitXml());
        assertEquals("passed", junit.ending("links.timeout_cancels_target [plain]"));
        assertEquals("failure", junit.ending("links.timeout_cancels_target [sqpoll]"));
        assertEquals("skipped", junit.ending("timeouts.absolute_in_time_namespace [plain]"));
        assertEquals("failure", junit.ending("timeouts.update_counts_anew [plain]"));
        assertEquals("passed", junit.ending("cq.submit_while_overflown [plain]"));
        assertEquals("skipped", junit.ending("cq.wait_is_clipped [cqe32]"));
        assertEquals("skipped", junit.ending("setup.sqpoll_needs_privilege"));
        assertEquals("error", junit.ending("setup.no_mmap"));
        assertEquals("error", junit.ending("setup.round_up [entries=3]"));
        assertTrue(junit.text("skipped").contains("waived until 2027-03-01: W-1, the fix is not"));
    }

    @Test
    void ktap_nests_results_in_families_and_marks_waived_ones() {
        List<KtapReading.Case> families = KtapReading.of(Reports.of(Runs.small()).ktap());
        assertEquals(
                List.of("canary", "links", "timeouts", "cq", "setup", "run"),
                families.stream().map(KtapReading.Case::name).toList());
        KtapReading.Case waived = families.get(2).subtests().getFirst();
        assertTrue(waived.ok());
        assertEquals("XFAIL", waived.directive());
        assertTrue(
                waived.diagnostics()
                        .contains("observed: user_data=7 res=-ETIME flags=0 after 0 ms"));
        assertTrue(families.get(3).ok());
        assertFalse(families.get(4).ok());
    }

    @Test
    void a_large_run_stays_small_enough_to_send() {
        Run run = Runs.large();
        assertEquals(700, run.results().size());
        int bytes = Reports.of(run).html().getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < HTML_BYTES_MAX, () -> "HTML of " + bytes + " B");
        int chars = Reports.of(run).markdown().length();
        assertTrue(chars < COMMENT_CHARS_MAX, () -> "Markdown of " + chars + " characters");
    }

    @Test
    void all_forms_are_written_and_nothing_else() throws IOException {
        Path made = folder.resolve("out/run");
        Reports.write(Runs.small(), made);
        assertEquals(Set.of("report.html", "report.md", "junit.xml", "report.ktap"), names(made));
        assertEquals(
                Reports.of(Runs.small()).ktap(), Files.readString(made.resolve("report.ktap")));
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
