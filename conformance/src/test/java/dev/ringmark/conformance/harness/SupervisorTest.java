package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.harness.trial.FlakyCheck;
import dev.ringmark.conformance.harness.trial.PassingCheck;
import dev.ringmark.conformance.harness.trial.UnsupportedCheck;
import dev.ringmark.stats.record.Attempts;
import dev.ringmark.stats.record.Observation;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.record.WaiverMark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

    private static final String DEFER = "IORING_SETUP_DEFER_TASKRUN";

    @TempDir Path folder;

    @Test
    void a_failure_is_repeated_twice_and_its_verdict_stays() {
        Path marker = folder.resolve("marker");
        try (Rig rig = new Rig(folder, "-Dringmark.trial.marker=" + marker)) {
            ResultLine result = rig.supervisor().resultOf(Rig.run(FlakyCheck.class));
            assertEquals(Verdict.FAIL, result.verdict());
            assertEquals(new Attempts(2, 3), result.attempts());
            assertEquals("before: false", result.observed().getFirst());
        }
    }

    @Test
    void a_finding_that_is_waived_is_known_and_not_repeated() {
        Path marker = folder.resolve("marker");
        WaiverRule rule =
                new WaiverRule(
                        Rig.run(FlakyCheck.class).found().check().id(),
                        Set.of(),
                        null,
                        null,
                        "known",
                        "https://example.org/",
                        Rig.TODAY);
        try (Rig rig = new Rig(folder, "-Dringmark.trial.marker=" + marker)) {
            ResultLine result = rig.supervisor(List.of(rule)).resultOf(Rig.run(FlakyCheck.class));
            assertEquals(Verdict.FAIL, result.verdict());
            assertEquals(new Attempts(0, 1), result.attempts());
            assertEquals(WaiverMark.COVERS, Objects.requireNonNull(result.waiver()).mark());
        }
    }

    @Test
    void a_mode_that_the_kernel_is_too_old_for_is_unsupported_and_asks_no_worker() {
        try (Rig rig = new Rig(folder)) {
            ResultLine result =
                    rig.supervisor(Rig.feature(DEFER, "7.3", Observation.UNSUPPORTED))
                            .resultOf(Rig.run(PassingCheck.class, RingMode.DEFER_TASKRUN));
            assertEquals(Verdict.UNSUPPORTED, result.verdict());
            assertTrue(Rig.reason(result).contains(DEFER), Rig.reason(result));
            assertEquals(0, ProcessHandle.current().children().count());
        }
    }

    @Test
    void a_mode_that_is_missing_on_a_kernel_that_should_have_it_fails() {
        try (Rig rig = new Rig(folder)) {
            ResultLine result =
                    rig.supervisor(Rig.feature(DEFER, "6.1", Observation.UNSUPPORTED))
                            .resultOf(Rig.run(PassingCheck.class, RingMode.DEFER_TASKRUN));
            assertEquals(Verdict.FAIL, result.verdict());
            assertTrue(Rig.reason(result).contains("absent on a kernel that should have it"));
        }
    }

    @Test
    void a_feature_that_a_check_misses_is_judged_by_release_and_probe() {
        try (Rig rig = new Rig(folder)) {
            assertEquals(Verdict.UNSUPPORTED, verdictWhen(rig, "7.3", Observation.UNSUPPORTED));
            assertEquals(Verdict.UNSUPPORTED, verdictWhen(rig, "7.3", Observation.INCONCLUSIVE));
            assertEquals(Verdict.FAIL, verdictWhen(rig, "5.1", Observation.UNSUPPORTED));
            assertEquals(Verdict.FAIL, verdictWhen(rig, "7.3", Observation.SUPPORTED));
        }
    }

    @Test
    void what_only_the_supervisor_needs_is_not_in_the_record() {
        try (Rig rig = new Rig(folder)) {
            ResultLine result =
                    rig.supervisor(Rig.feature("IORING_OP_NOP", "7.3", Observation.UNSUPPORTED))
                            .resultOf(Rig.run(UnsupportedCheck.class));
            assertEquals(Map.of(), result.extras());
            assertEquals("nothing", result.observed().getFirst());
        }
    }

    @Test
    void a_feature_that_the_catalogue_lacks_is_our_fault() {
        try (Rig rig = new Rig(folder)) {
            ResultLine result = rig.supervisor().resultOf(Rig.run(UnsupportedCheck.class));
            assertEquals(Verdict.BROKEN, result.verdict());
        }
    }

    private static Verdict verdictWhen(Rig rig, String since, Observation observed) {
        return rig.supervisor(Rig.feature("IORING_OP_NOP", since, observed))
                .resultOf(Rig.run(UnsupportedCheck.class))
                .verdict();
    }
}
