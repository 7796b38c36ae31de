package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.harness.trial.PassingCheck;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.record.Waiver;
import dev.ringmark.stats.record.WaiverMark;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaiversTest {

    private static final List<FoundCheck> CHECKS = List.of(FoundCheck.of(PassingCheck.class));
    private static final LocalDate LAST_DAY = LocalDate.of(2027, 6, 30);
    private static final PlannedRun PLAIN = Rig.run(PassingCheck.class, RingMode.PLAIN);

    private static final String WHOLE =
            """
            {"waivers": [{"id": "trial.passing", "modes": ["plain"], "from": "5.6",
             "to": "6.18.44", "reason": "known", "link": "https://example.org/1",
             "expires": "2027-06-30"}]}
            """;

    @Test
    void a_finding_is_covered_and_its_verdict_stays() {
        ResultLine result = marked(Verdict.FAIL, "6.18.44-fc-v595", LAST_DAY);
        assertEquals(Verdict.FAIL, result.verdict());
        assertEquals(
                new Waiver(
                        "trial.passing",
                        "known",
                        "https://example.org/1",
                        LAST_DAY,
                        WaiverMark.COVERS),
                result.waiver());
        assertFalse(result.isUncoveredFinding());
    }

    @Test
    void an_expired_waiver_covers_nothing_and_says_so() {
        ResultLine result = marked(Verdict.FAIL, "6.1", LAST_DAY.plusDays(1));
        assertEquals(WaiverMark.EXPIRED, markOf(result));
        assertTrue(result.isUncoveredFinding());
    }

    @Test
    void a_pass_of_what_is_waived_is_reported() {
        assertEquals(WaiverMark.UNEXPECTED_PASS, markOf(marked(Verdict.PASS, "6.1", LAST_DAY)));
        assertEquals(WaiverMark.UNEXPECTED_PASS, markOf(marked(Verdict.VARIANT, "6.1", LAST_DAY)));
    }

    @Test
    void our_own_fault_and_what_was_not_asked_are_never_waived() {
        assertNull(markOf(marked(Verdict.BROKEN, "6.1", LAST_DAY)));
        assertNull(markOf(marked(Verdict.BLOCKED, "6.1", LAST_DAY)));
        assertNull(markOf(marked(Verdict.UNSUPPORTED, "6.1", LAST_DAY)));
    }

    @Test
    void kernels_outside_the_range_are_not_waived() {
        assertNull(markOf(marked(Verdict.FAIL, "6.18.45", LAST_DAY)));
        assertNull(markOf(marked(Verdict.FAIL, "5.5.19", LAST_DAY)));
        assertEquals(WaiverMark.COVERS, markOf(marked(Verdict.FAIL, "5.6.0", LAST_DAY)));
    }

    @Test
    void other_modes_are_not_waived() {
        PlannedRun other = Rig.run(PassingCheck.class, RingMode.DEFER_TASKRUN);
        ResultLine failed = other.result(Verdict.FAIL).build();
        assertNull(waivers(WHOLE, "6.1", LAST_DAY).marked(other, failed).waiver());
    }

    @Test
    void the_file_of_the_project_is_readable_and_its_checks_exist() {
        Waivers waivers =
                Waivers.named("default", Checks.scan(), KernelVersion.parse("6.18.44"), LAST_DAY);
        assertTrue(
                waivers.rules().stream()
                        .anyMatch(rule -> rule.id().equals("timeout.absolute_in_time_namespace")));
    }

    @Test
    void no_file_is_no_waivers_and_a_missing_file_is_refused() {
        assertEquals(List.of(), Waivers.named("none", CHECKS, version("6.1"), LAST_DAY).rules());
        UsageException e =
                assertThrows(
                        UsageException.class,
                        () ->
                                Waivers.named(
                                        Path.of("no", "such.json").toString(),
                                        CHECKS,
                                        version("6.1"),
                                        LAST_DAY));
        assertTrue(Rig.message(e).contains("such.json"), Rig.message(e));
    }

    @Test
    void every_mistake_is_refused_with_field_value_and_what_was_expected() {
        assertRefused(WHOLE.replace("\"link\"", "\"lnik\""), "waivers[0].link: absent");
        assertRefused(WHOLE.replace("\"modes\"", "\"mode\""), "waivers[0].mode: unknown field");
        assertRefused(WHOLE.replace("2027-06-30", "soon"), "waivers[0].expires: soon, expected a");
        assertRefused(WHOLE.replace("5.6", "five"), "waivers[0].from: five, expected a kernel");
        assertRefused(WHOLE.replace("5.6", "6.19"), "waivers[0].to: 6.18.44, expected a release");
        assertRefused(WHOLE.replace("passing", "pasing"), "waivers[0].id: trial.pasing, expected");
        assertRefused(WHOLE.replace("[\"plain\"]", "[\"sqpoll\"]"), "waivers[0].modes: sqpoll");
        assertRefused(WHOLE.replace("[\"plain\"]", "\"plain\""), "waivers[0].modes: \"plain\"");
        assertRefused(WHOLE.replace("\"known\"", "\" \""), "waivers[0].reason: empty");
        assertRefused(WHOLE.replace("\"known\"", "7"), "waivers[0].reason: 7, expected a text");
        assertRefused("{\"waivers\": [7]}", "waivers[0]: 7, expected an object");
        assertRefused("{}", "waivers: absent");
        assertRefused("[]", "(file): [], expected an object");
        assertRefused(WHOLE.substring(0, WHOLE.length() / 2), "trial.json: ");
        assertRefused(WHOLE.replace("}]}", "}], \"x\": 1}"), "x: unknown field");
    }

    private static void assertRefused(String text, String complaint) {
        UsageException e =
                assertThrows(
                        UsageException.class, () -> WaiverFile.parse("trial.json", text, CHECKS));
        assertTrue(Rig.message(e).contains(complaint), Rig.message(e));
        assertTrue(Rig.message(e).startsWith("trial.json: "), Rig.message(e));
        assertEquals(1, Rig.message(e).lines().count(), Rig.message(e));
    }

    private static ResultLine marked(Verdict verdict, String kernel, LocalDate today) {
        return waivers(WHOLE, kernel, today).marked(PLAIN, PLAIN.result(verdict).build());
    }

    private static @Nullable WaiverMark markOf(ResultLine result) {
        Waiver waiver = result.waiver();
        return waiver == null ? null : waiver.mark();
    }

    private static Waivers waivers(String text, String kernel, LocalDate today) {
        return new Waivers(WaiverFile.parse("trial.json", text, CHECKS), version(kernel), today);
    }

    private static KernelVersion version(String release) {
        return KernelVersion.parse(release);
    }
}
