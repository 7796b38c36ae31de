package dev.ringmark.chaos.baton;

import dev.ringmark.chaos.workload.Violation;

/// What runs inside a [PointLoader]: crowds, up to the first seed that breaks a promise.
public final class CrowdTrial {

    private CrowdTrial() {}

    /// Runs seeds.
    ///
    /// @return `seed invariant detail` of the first that broke a promise, or an empty text
    public static String run(long first, long seeds) {
        for (long seed = first; seed < first + seeds; seed++) {
            Violation violation = Crowd.run(seed).violation();
            if (violation != null) {
                return seed + " " + violation.invariant().id() + " " + violation.detail();
            }
        }
        return "";
    }

    /// The same, of shards.
    public static String runShards(long first, long seeds) {
        for (long seed = first; seed < first + seeds; seed++) {
            Violation violation = ShardCrowd.run(seed).violation();
            if (violation != null) {
                return seed + " " + violation.invariant().id() + " " + violation.detail();
            }
        }
        return "";
    }

    /// How often a thread was chosen in all of some seeds.
    public static long turns(long first, long seeds) {
        long turns = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            turns += Crowd.run(seed).turns();
        }
        return turns;
    }

    /// The hash of a seed's run.
    public static long hash(long seed) {
        return Crowd.run(seed).hash();
    }

    /// The same, of shards.
    public static long hashOfShards(long seed) {
        return ShardCrowd.run(seed).hash();
    }
}
