package dev.ringmark.stats.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.RunDifferences.Became;
import dev.ringmark.stats.record.RunDifferences.EnvironmentChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What `ringmark compare` finds (issue 3, item 5).
class RunDifferencesTest {

    @Test
    void a_run_does_not_differ_from_itself() {
        Run run = run("6.1", result("a.one", Verdict.PASS, "cqe 1: 0"));
        RunDifferences same = RunDifferences.between(run, run);
        assertEquals(List.of(), same.changes());
        assertEquals(List.of(), same.environment());
        assertFalse(same.isWorse());
    }

    @Test
    void each_result_has_the_kind_of_its_change() {
        Run before =
                run(
                        "6.1",
                        result("a.breaks", Verdict.PASS),
                        result("a.heals", Verdict.TIMED_OUT),
                        result("a.turns", Verdict.UNSUPPORTED),
                        result("a.answers", Verdict.PASS, "cqe 1: 0"),
                        result("a.goes", Verdict.PASS));
        Run after =
                run(
                        "6.12",
                        result("a.breaks", Verdict.CRASHED),
                        result("a.heals", Verdict.PASS),
                        result("a.turns", Verdict.PASS),
                        result("a.answers", Verdict.PASS, "cqe 1: 1"),
                        result("a.comes", Verdict.PASS));
        RunDifferences differences = RunDifferences.between(before, after);
        assertEquals(
                List.of(
                        "NEW_FAIL a.breaks",
                        "FIXED a.heals",
                        "VERDICT a.turns",
                        "OBSERVED a.answers",
                        "ADDED a.comes",
                        "GONE a.goes"),
                differences.changes().stream().map(one -> one.became() + " " + one.id()).toList());
        assertTrue(differences.isWorse());
        assertTrue(
                differences.environment().contains(new EnvironmentChange("kernel", "6.1", "6.12")));
    }

    @Test
    void how_long_something_took_is_no_difference() {
        Run before = run("6.1", result("a.one", Verdict.PASS, "it lasted 11033 us"));
        Run after = run("6.1", result("a.one", Verdict.PASS, "it lasted 9.5 ms"));
        assertEquals(List.of(), RunDifferences.between(before, after).changes());
    }

    @Test
    void who_won_a_race_is_no_difference_and_what_else_was_seen_is_one() {
        Run before = run("6.1", result("a.one", Verdict.PASS, "by chance: 19 of 60", "one each"));
        Run after = run("6.1", result("a.one", Verdict.PASS, "by chance: 34 of 60", "one each"));
        Run other = run("6.1", result("a.one", Verdict.PASS, "by chance: 34 of 60", "two"));
        assertEquals(List.of(), RunDifferences.between(before, after).changes());
        assertEquals(1, RunDifferences.between(after, other).changes().size());
    }

    @Test
    void a_finding_that_a_waiver_covers_is_not_new_and_one_it_does_not_is() {
        Run before = run("6.1", result("a.one", Verdict.PASS));
        Run covered = run("6.1", waived(WaiverMark.COVERS));
        assertEquals(
                Became.VERDICT,
                RunDifferences.between(before, covered).changes().getFirst().became());
        Run expired = run("6.1", waived(WaiverMark.EXPIRED));
        assertTrue(RunDifferences.between(before, expired).isWorse());
        assertTrue(RunDifferences.between(covered, expired).isWorse());
    }

    @Test
    void a_new_check_that_fails_is_worse_and_one_that_was_not_run_is_not() {
        Run none = run("6.1");
        Run failing = run("6.1", result("a.one", Verdict.FAIL));
        assertTrue(RunDifferences.between(none, failing).isWorse());
        assertFalse(RunDifferences.between(failing, none).isWorse());
    }

    private static ResultLine waived(WaiverMark mark) {
        return result("a.one", Verdict.FAIL).toBuilder()
                .waiver(
                        new Waiver(
                                "a.one",
                                "known",
                                "https://example.org/",
                                LocalDate.of(2027, 1, 1),
                                mark))
                .build();
    }

    private static ResultLine result(String id, Verdict verdict, String... observed) {
        return ResultLine.builder(id, Kind.CHECK, verdict)
                .params(Map.of("mode", "plain"))
                .observed(List.of(observed))
                .build();
    }

    private static Run run(String kernel, ResultLine... results) {
        RunHeader header =
                new RunHeader(
                        "run",
                        Instant.EPOCH,
                        new Tool("1", "unknown"),
                        "quick",
                        1,
                        Environment.builder(kernel, "x86_64").build());
        return new Run(header, List.copyOf(Arrays.asList(results)), List.of());
    }
}
