package dev.ringmark.runtime.bench;

import java.util.Arrays;
import java.util.Random;

/// How much dearer one loop is than another by runs that alternated in blocks: the ratio of their
/// medians, and its 95 % bootstrap interval over blocks.
///
/// @param ratio of the medians
/// @param low the interval's lower end
/// @param high the interval's upper end
record BlockRatio(double ratio, double low, double high) {

    private static final int RESAMPLES = 10_000;

    /// Of figures that stand in the order of the blocks, one of each loop for each block.
    static BlockRatio of(double[] above, double[] below, Random random) {
        double[] ratios = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double[] someAbove = new double[above.length];
            double[] someBelow = new double[above.length];
            for (int at = 0; at < above.length; at++) {
                int block = random.nextInt(above.length);
                someAbove[at] = above[block];
                someBelow[at] = below[block];
            }
            ratios[resample] = median(someAbove) / median(someBelow);
        }
        Arrays.sort(ratios);
        return new BlockRatio(
                median(above) / median(below),
                ratios[RESAMPLES / 40],
                ratios[RESAMPLES - RESAMPLES / 40 - 1]);
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    String describe() {
        return "%.2f (%.2f to %.2f)".formatted(ratio, low, high);
    }

    String within(double goal) {
        return (ratio <= goal ? "within " : "beyond ") + goal;
    }
}
