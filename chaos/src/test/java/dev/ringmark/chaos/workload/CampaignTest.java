package dev.ringmark.chaos.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.Fired;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CampaignTest { // I-01..I-26, NORN-01..NORN-20

    private static final int SEEDS = 20_000;

    private static String command(Campaign.Finding finding) {
        Violation violation = finding.outcome().violation();
        return "ringmark chaos --minimise --seed "
                + finding.seed()
                + ": "
                + (violation == null ? "?" : violation.describe());
    }

    @Test
    void no_seed_breaks_a_promise_and_no_fault_or_branch_is_missed() {
        int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
        Campaign.Result result = Seeds.run(Script::of, 0, SEEDS, threads, _ -> {});
        Campaign.Finding finding = result.finding();
        assertNull(finding, () -> finding == null ? "" : command(finding));
        assertEquals(SEEDS / 100, result.repeated()); // I-25
        assertEquals(Set.of(), result.unfired());
        assertEquals(Set.of(), result.missed());
    }

    @Test
    void a_run_can_be_repeated_from_the_record_of_its_faults() { // I-25
        try (Campaign campaign = new Campaign()) {
            Function<Script, Outcome> run = script -> campaign.run(script, false);
            for (long seed = 0; seed < 300; seed++) {
                Script script = Script.of(seed);
                Outcome first = run.apply(script);
                Script recorded = script.with(script.actions(), first.faults());
                assertEquals(first.hash(), run.apply(recorded).hash(), "seed " + seed);
            }
            assertNotEquals(run.apply(Script.of(1)).hash(), run.apply(Script.of(2)).hash());
        }
    }

    @Test
    void a_kernel_that_loses_a_completion_is_found_out() { // the canary
        try (Campaign campaign = new Campaign()) {
            int lostOnes = 0;
            int found = 0;
            for (long seed = 0; seed < 50; seed++) {
                Script script = Script.of(seed);
                Fired lost = new Fired(FaultKind.CQE_LOST, 1, 1);
                Outcome outcome = campaign.run(script.with(script.actions(), List.of(lost)), false);
                if (outcome.faults().contains(lost)) {
                    lostOnes++;
                    found += outcome.violation() == null ? 0 : 1;
                }
            }
            // The driver gets over the loss of an answer to some requests of its own.
            assertTrue(2 * found > lostOnes, found + " of " + lostOnes + " losses were found out");
        }
    }
}
