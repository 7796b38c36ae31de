package dev.ringmark.chaos.coverage;

import dev.ringmark.chaos.baton.Crowd;
import dev.ringmark.chaos.play.Plays;
import dev.ringmark.chaos.scenarios.Scenario;
import dev.ringmark.chaos.scenarios.Scenarios;
import dev.ringmark.chaos.workload.Campaign;

/// What runs inside a [BranchLoader]: a campaign, every scenario, every play, and threads.
public final class CoverageTrial {

    private static final long PLAYED = 1000;
    private static final long CROWDED = 300;

    private CoverageTrial() {}

    /// Runs one seed of the campaign, and so misses nearly everything.
    public static boolean[] nothing() {
        try (Campaign campaign = new Campaign()) {
            campaign.run(0, 1);
        }
        return Hits.seen();
    }

    /// Runs them.
    ///
    /// @param seeds how many of the campaign
    /// @param runs how many of each scenario
    /// @return which ways were seen, by number
    public static boolean[] run(long seeds, long runs) {
        try (Campaign campaign = new Campaign()) {
            campaign.run(0, seeds);
        }
        for (Scenario scenario : Scenarios.list()) {
            if (scenario.seeds() != null) {
                scenario.run(0, runs);
            }
        }
        for (Plays play : Plays.values()) {
            for (long seed = 0; seed < PLAYED; seed++) {
                play.run(seed);
            }
        }
        for (long seed = 0; seed < CROWDED; seed++) {
            Crowd.run(seed);
        }
        return Hits.seen();
    }
}
