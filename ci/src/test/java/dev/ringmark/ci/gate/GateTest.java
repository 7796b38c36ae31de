package dev.ringmark.ci.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.Problem;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.record.Waiver;
import dev.ringmark.stats.record.WaiverMark;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {
    private static final ResultLine CANARY = result("canary.fails", Verdict.PASS, null);
    private static final ResultLine PASS = result("nop.completes", Verdict.PASS, null);
    private static final EndLine END = end(RunStatus.COMPLETED);

    @Test
    void a_complete_run_with_a_caught_canary_and_no_finding_is_ok() {
        assertEquals(new Decision(ExitStatus.OK, List.of()), decide(CANARY, PASS, END));
    }

    @ParameterizedTest
    @EnumSource
    void every_finding_fails_the_run_and_nothing_else_does(Verdict verdict) {
        Decision decision = decide(CANARY, PASS, result("nop.flags", verdict, null), END);
        assertEquals(verdict.isFinding() ? ExitStatus.FINDINGS : ExitStatus.OK, decision.status());
    }

    @Test
    void a_waiver_counts_while_it_covers() {
        ResultLine covered = result("nop.flags", Verdict.FAIL, WaiverMark.COVERS);
        ResultLine expired = result("nop.flags", Verdict.FAIL, WaiverMark.EXPIRED);
        assertEquals(ExitStatus.OK, decide(CANARY, covered, END).status());
        assertEquals(ExitStatus.FINDINGS, decide(CANARY, expired, END).status());
    }

    @Test
    void a_run_without_a_canary_is_not_ok() {
        assertRefused(ExitStatus.FINDINGS, "no canary", decide(PASS, END));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PASS")
    void a_canary_that_was_not_caught_is_not_ok_whatever_a_waiver_says(Verdict verdict) {
        ResultLine free = result("canary.fails", verdict, WaiverMark.COVERS);
        Decision decision = decide(free, PASS, END);
        assertRefused(ExitStatus.FINDINGS, "canary.fails was not caught", decision);
    }

    @Test
    void a_run_without_end_or_results_or_with_problems_cannot_be_judged() {
        assertRefused(ExitStatus.COULD_NOT_RUN, "no end", decide(CANARY, PASS));
        assertRefused(ExitStatus.COULD_NOT_RUN, "no result", decide(END));
        assertRefused(
                ExitStatus.COULD_NOT_RUN, "aborted", decide(CANARY, PASS, end(RunStatus.ABORTED)));
        Problem problem = new Problem(7, "verdict", "good, expected one of pass");
        Run torn = new Run(header(), List.of(CANARY, PASS, END), List.of(problem));
        assertRefused(ExitStatus.COULD_NOT_RUN, "line 7: verdict", Gate.decide(torn));
        RecordLine lost = new StartLine("cancel.by_fd", Map.of());
        assertRefused(ExitStatus.COULD_NOT_RUN, "cancel.by_fd", decide(CANARY, PASS, lost, END));
    }

    @Test
    void nothing_but_blocked_checks_is_no_run() {
        ResultLine blocked = result("nop.completes", Verdict.BLOCKED, null);
        ResultLine blockedCanary = result("canary.fails", Verdict.BLOCKED, null);
        Decision decision = decide(blockedCanary, blocked, END);
        assertRefused(ExitStatus.COULD_NOT_RUN, "every check was blocked: off by sysctl", decision);
    }

    @Test
    void an_interrupted_run_says_so_before_anything_else() {
        ResultLine fail = result("nop.flags", Verdict.FAIL, null);
        Decision decision = decide(CANARY, fail, end(RunStatus.INTERRUPTED));
        assertRefused(ExitStatus.INTERRUPTED, "interrupted", decision);
        assertTrue(
                decision.reasons().contains("findings that no waiver covers: 1 result of 1 check"));
    }

    private static void assertRefused(ExitStatus status, String reason, Decision decision) {
        assertEquals(status, decision.status());
        assertTrue(
                decision.reasons().stream().anyMatch(given -> given.contains(reason)),
                decision::toString);
    }

    private static Decision decide(RecordLine... lines) {
        return Gate.decide(new Run(header(), List.of(lines), List.of()));
    }

    private static RunHeader header() {
        Environment env =
                Environment.builder("6.1.0-18-amd64", "x86_64")
                        .availability("off by sysctl")
                        .build();
        return new RunHeader("id", Instant.EPOCH, new Tool("0", "0"), "quick", 1, env);
    }

    private static ResultLine result(String id, Verdict verdict, @Nullable WaiverMark mark) {
        Waiver waiver =
                mark == null ? null : new Waiver("W1", "known", "a link", LocalDate.EPOCH, mark);
        return ResultLine.builder(id, Kind.CHECK, verdict).waiver(waiver).build();
    }

    private static EndLine end(RunStatus status) {
        return new EndLine(Instant.EPOCH, status, null, Map.of());
    }
}
