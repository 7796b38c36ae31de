package dev.ringmark.stats.sample;

import org.jspecify.annotations.Nullable;

/// One process that measured: its iterations in order, warm-up apart.
///
/// | component | |
/// |---|---|
/// | `block` | the block of the plan it ran in, from 0; [#NO_BLOCK] without a plan |
/// | `warmup` | warm-up iterations, where the harness records them |
/// | `iterations` | one value for each measured iteration |
/// | `tally` | single operations of all measured iterations, where the harness records them |
/// | `excluded` | the recorded cause for which it must not count: `exit status 134` |
public record Fork(
        int block, Values warmup, Values iterations, Tally tally, @Nullable String excluded) {
    /// The fork ran outside any plan.
    public static final int NO_BLOCK = -1;

    /// Checks the block and that an exclusion names its cause.
    public Fork {
        SampleException.atLeast("fork.block", block, NO_BLOCK);
        if (excluded != null) {
            SampleException.filled("fork.excluded", excluded);
        }
    }

    /// A fork without a plan, of which the measured iterations are known.
    public static Fork of(double... iterations) {
        return new Fork(NO_BLOCK, Values.NONE, Values.of(iterations), Tally.NONE, null);
    }

    /// The same fork in a block.
    public Fork inBlock(int newBlock) {
        return new Fork(newBlock, warmup, iterations, tally, excluded);
    }

    /// The same fork, not to be counted, and why.
    public Fork exclude(String cause) {
        return new Fork(block, warmup, iterations, tally, cause);
    }
}
