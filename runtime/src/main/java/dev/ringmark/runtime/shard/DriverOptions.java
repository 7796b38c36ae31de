package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How a driver is to be made; immutable.
///
/// @param sqEntries the SQ size; smaller than the permits is fine, 1 works
/// @param permits how many operations at once
/// @param waitersMax how many may wait for a permit
/// @param setupFlags bits of [SetupFlag] for the ring; the CQ's size is the driver's affair
/// @param wake how other threads end the driver's sleep
/// @param without what the driver is not to use even where the kernel has it
public record DriverOptions(
        int sqEntries,
        int permits,
        int waitersMax,
        int setupFlags,
        WakeKind wake,
        Set<Feature> without) {

    /// So many that two CQEs for each, and for the driver's own, fit into the largest CQ.
    public static final int PERMITS_MAX = 32_000;

    /// @throws IllegalArgumentException with the field, its value and its range
    public DriverOptions {
        requireRange("sqEntries", sqEntries, 1, 1 << 15);
        requireRange("permits", permits, 1, PERMITS_MAX);
        requireRange("waitersMax", waitersMax, 0, Integer.MAX_VALUE);
        if ((setupFlags & SetupFlag.R_DISABLED.bits()) != 0) {
            throw new IllegalArgumentException(
                    "setupFlags: R_DISABLED, expected a ring that can be used at once");
        }
        without = Set.copyOf(without);
    }

    /// With an eventfd to wake it.
    public DriverOptions(int sqEntries, int permits, int waitersMax, int setupFlags) {
        this(sqEntries, permits, waitersMax, setupFlags, WakeKind.EVENTFD, Set.of());
    }

    /// A plain ring, and as many waiters as permits.
    public static DriverOptions permits(int permits) {
        int sqEntries = Math.min(permits, 256);
        return new DriverOptions(sqEntries, permits, permits, 0);
    }

    /// These options with another SQ size.
    public DriverOptions withSqEntries(int count) {
        return new DriverOptions(count, permits, waitersMax, setupFlags, wake, without);
    }

    /// These options with another bound on those who wait.
    public DriverOptions withWaitersMax(int count) {
        return new DriverOptions(sqEntries, permits, count, setupFlags, wake, without);
    }

    /// These options and some more flags for the ring.
    public DriverOptions with(SetupFlag... flags) {
        int bits = ring().with(flags).flags() & ~SetupFlag.CQSIZE.bits();
        return new DriverOptions(sqEntries, permits, waitersMax, bits, wake, without);
    }

    /// These options with another way to be woken.
    public DriverOptions withWake(WakeKind kind) {
        return new DriverOptions(sqEntries, permits, waitersMax, setupFlags, kind, without);
    }

    /// These options without some features, in addition to those already left out.
    public DriverOptions without(Feature... features) {
        Set<Feature> all = new HashSet<>(without);
        all.addAll(List.of(features));
        return new DriverOptions(sqEntries, permits, waitersMax, setupFlags, wake, all);
    }

    /// The ring: its CQ holds two CQEs for everything that can be under way, which a zero-copy
    /// send needs.
    RingOptions ring() {
        int completions = 2 * (permits + Control.RESERVED);
        int cqEntries = Math.max(sqEntries, completions);
        return RingOptions.entries(sqEntries).withFlags(setupFlags).withCqEntries(cqEntries);
    }

    private static void requireRange(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    field + ": " + value + ", expected " + min + ".." + max);
        }
    }
}
