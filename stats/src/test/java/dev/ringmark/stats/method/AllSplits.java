package dev.ringmark.stats.method;

/// The permutation test of two samples by all splits: what ranks stand in for.
final class AllSplits {
    private static final int SPLITS_MAX = 22;
    private static final double TIE = 1e-12;

    private AllSplits() {}

    /// The share of all splits of the pooled values whose means differ at least as much.
    static double differenceOfMeans(double[] x, double[] y) {
        int count = x.length + y.length;
        if (count > SPLITS_MAX) {
            throw new IllegalArgumentException(
                    "values: " + count + ", expected at most " + SPLITS_MAX);
        }
        double[] pooled = new double[count];
        System.arraycopy(x, 0, pooled, 0, x.length);
        System.arraycopy(y, 0, pooled, x.length, y.length);
        double mean = Moments.mean(pooled);
        double seen = 0;
        for (double value : x) {
            seen += value - mean;
        }
        double least = Math.abs(seen) * (1 - TIE) - Double.MIN_NORMAL;
        long splits = 0;
        long extreme = 0;
        for (int mask = 0; mask < 1 << count; mask++) {
            if (Integer.bitCount(mask) != x.length) {
                continue;
            }
            double sum = 0;
            for (int i = 0; i < count; i++) {
                if ((mask >> i & 1) == 1) {
                    sum += pooled[i] - mean;
                }
            }
            splits++;
            if (Math.abs(sum) >= least) {
                extreme++;
            }
        }
        return (double) extreme / splits;
    }
}
