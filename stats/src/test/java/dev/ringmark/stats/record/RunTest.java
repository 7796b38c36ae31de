package dev.ringmark.stats.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Map<String, String> PLAIN = Map.of("mode", "plain");
    private static final Map<String, String> SQPOLL = Map.of("mode", "sqpoll");

    @Test
    void what_was_started_and_has_no_result_is_named_once() {
        StartLine answered = new StartLine("links.a", PLAIN);
        StartLine otherParams = new StartLine("links.a", SQPOLL);
        StartLine silent = new StartLine("links.b", PLAIN);
        Run run =
                new Run(
                        Samples.HEADER,
                        List.of(
                                answered,
                                result("links.a", Verdict.PASS),
                                otherParams,
                                silent,
                                silent),
                        List.of());

        assertEquals(List.of(otherParams, silent), run.startedWithoutResult());
        assertNull(run.end());
    }

    @Test
    void results_are_counted_by_verdict() {
        Run run =
                new Run(
                        Samples.HEADER,
                        List.of(
                                Samples.FEATURE,
                                result("a.a", Verdict.FAIL),
                                result("a.b", Verdict.PASS),
                                result("a.c", Verdict.PASS),
                                Samples.END),
                        List.of());

        assertEquals(Map.of(Verdict.PASS, 2, Verdict.FAIL, 1), run.counts());
        assertEquals(List.of(Verdict.PASS, Verdict.FAIL), List.copyOf(run.counts().keySet()));
        assertEquals(List.of(Samples.FEATURE), run.features());
        assertEquals(Samples.END, run.end());
    }

    @Test
    void a_key_does_not_depend_on_the_order_of_parameters() {
        ResultKey key = new ResultKey("a.b", Map.of("x", "1", "y", "2"), "6.1.0", "x86_64");
        assertEquals("a.b{x=1,y=2} on 6.1.0 x86_64", key.toString());
        assertEquals(key, new ResultKey("a.b", Map.of("y", "2", "x", "1"), "6.1.0", "x86_64"));
        assertNotEquals(key, new ResultKey("a.b", key.params(), "6.1.1", "x86_64"));
        assertEquals("a.b on k x86_64", new ResultKey("a.b", Map.of(), "k", "x86_64").toString());
    }

    @Test
    void only_a_waiver_that_covers_takes_a_finding_away() {
        ResultLine finding = result("a.b", Verdict.FAIL);
        assertTrue(finding.isUncoveredFinding());
        assertFalse(result("a.b", Verdict.VARIANT).isUncoveredFinding());
        for (WaiverMark mark : WaiverMark.values()) {
            Waiver waiver = new Waiver("W-1", "known", "", LocalDate.EPOCH, mark);
            boolean uncovered = finding.toBuilder().waiver(waiver).build().isUncoveredFinding();
            assertEquals(mark != WaiverMark.COVERS, uncovered, mark.name());
        }
    }

    @Test
    void a_result_is_flaky_when_some_attempts_passed_and_some_did_not() {
        assertTrue(new Attempts(1, 3).isFlaky());
        assertFalse(new Attempts(3, 3).isFlaky());
        assertFalse(new Attempts(0, 3).isFlaky());
        assertFalse(new Attempts(0, 0).isFlaky());
    }

    @Test
    void a_builder_made_of_a_value_builds_that_value() {
        assertEquals(Samples.RESULT, Samples.RESULT.toBuilder().build());
        assertEquals(Samples.ENV, Samples.ENV.toBuilder().build());
    }

    private static ResultLine result(String id, Verdict verdict) {
        return ResultLine.builder(id, Kind.CHECK, verdict).params(PLAIN).build();
    }
}
