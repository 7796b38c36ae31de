package dev.ringmark.chaos.mutants;

import dev.ringmark.chaos.nth.NthSweep;
import dev.ringmark.chaos.play.Plays;
import dev.ringmark.chaos.workload.Campaign;
import dev.ringmark.chaos.workload.Violation;

/// What runs inside a mutant's loader: a campaign, up to the first seed that finds the mutant out.
public final class MutantTrial {

    private MutantTrial() {}

    /// Runs seeds of a play.
    ///
    /// @return as [#run(long)]
    public static String run(long seeds, String play) {
        if (play.equals(Mutant.NTH)) {
            return failOnce(Math.min(seeds, NthSweep.shapes()));
        }
        Plays plays = Plays.valueOf(play);
        for (long seed = 0; seed < seeds; seed++) {
            Violation violation = plays.run(seed);
            if (violation != null) {
                return seed + " " + violation.invariant().id() + " " + violation.detail();
            }
        }
        return "";
    }

    private static String failOnce(long seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            String found = new NthSweep().run(seed);
            if (!found.isEmpty()) {
                return seed + " " + found;
            }
        }
        return "";
    }

    /// Runs seeds.
    ///
    /// @return `seed invariant detail` of the first that broke a promise, or an empty text
    public static String run(long seeds) {
        try (Campaign campaign = new Campaign()) {
            Campaign.Finding finding = campaign.run(0, seeds).finding();
            if (finding == null) {
                return "";
            }
            Violation violation = finding.outcome().violation();
            String what =
                    violation == null ? "?" : violation.invariant().id() + " " + violation.detail();
            return finding.seed() + " " + what;
        }
    }
}
