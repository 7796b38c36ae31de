package dev.ringmark.stats.method;

import java.util.SplittableRandom;

/// Tests by permuting what the null hypothesis says may be permuted.
public final class Permutation {
    /// Pairs up to which all sign flips are tried.
    public static final int FLIPS_EXACT_MAX = 20;

    private static final double TIE = 1e-12;

    private Permutation() {}

    /// The share of sign flips, `block` successive differences at a time, whose mean is at least as
    /// far from 0: all of them up to [#FLIPS_EXACT_MAX] blocks, else 9,999 and the seen one.
    ///
    /// Successive differences that resemble each other flip together, so that the p value holds
    /// where one flip each would take them for independent.
    public static double signFlip(double[] differences, int block, long seed) {
        int blocks = (differences.length + block - 1) / block;
        double[] sums = new double[blocks];
        for (int i = 0; i < differences.length; i++) {
            sums[i / block] += differences[i];
        }
        double seen = 0;
        for (double sum : sums) {
            seen += sum;
        }
        double least = Math.abs(seen) * (1 - TIE) - Double.MIN_NORMAL;
        if (blocks <= FLIPS_EXACT_MAX) {
            long extreme = 0;
            for (long mask = 0; mask < 1L << blocks; mask++) {
                if (Math.abs(flipped(sums, mask)) >= least) {
                    extreme++;
                }
            }
            return (double) extreme / (1L << blocks);
        }
        SplittableRandom random = new SplittableRandom(seed);
        int extreme = 1;
        int resamples = 9_999;
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (double s : sums) {
                sum += random.nextBoolean() ? s : -s;
            }
            if (Math.abs(sum) >= least) {
                extreme++;
            }
        }
        return extreme / (resamples + 1.0);
    }

    private static double flipped(double[] sums, long mask) {
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += (mask >> i & 1) == 1 ? -sums[i] : sums[i];
        }
        return sum;
    }
}
