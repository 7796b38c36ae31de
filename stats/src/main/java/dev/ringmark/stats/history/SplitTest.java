package dev.ringmark.stats.history;

import dev.ringmark.stats.method.Autocorrelation;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Whether the best split of one segment is better than chance.
final class SplitTest {
    /*
     * The null law of the best split comes from permutations of the segment. Where neighbours are
     * alike even without any change, single values must not be permuted: that would make every
     * drift a change. Then blocks of 5 are permuted, cut from the segment closed to a circle at a
     * random place, so that what is alike stays together and no place is special.
     *
     * p = (c + 1) / (R + 1), with c the permutations whose best split is as good. Once c is so
     * great that p must end above alpha the rest is not computed: the answer is the same, and a
     * segment without change costs some 50 permutations instead of 999.
     */
    private static final int BLOCK = 5;

    /// With fewer blocks too many of their orders are as good as the best: of 8, 1 in 35.
    private static final int BLOCKS_MIN = 10;

    /// The median of chi-squared with 3 degrees of freedom: lenient, because to take blocks without
    /// need costs little power, and not to take them costs false alarms.
    private static final double CRITICAL = 2.366;

    private static final int LAGS = 3;

    /// Equal orders must count as equal although their sums round differently.
    private static final double TOLERANCE = 1e-9;

    /// @param at how many values stand before the split
    /// @param p 1 stands for "above alpha", whatever it would be
    record Split(int at, double p) {}

    private final DetectionOptions options;
    private final RandomGenerator random;
    private final int blockOfAlike;

    SplitTest(DetectionOptions options, RandomGenerator random) {
        this(options, random, BLOCK);
    }

    /// For tests, which may take a wrong block.
    SplitTest(DetectionOptions options, RandomGenerator random, int blockOfAlike) {
        this.options = options;
        this.random = random;
        this.blockOfAlike = blockOfAlike;
    }

    /// The best split of at least 2 `segmentMin` values.
    Split of(double[] segment) {
        int n = segment.length;
        EnergySplit energy = new EnergySplit(segment, options.segmentMin());
        int[] order = IntStream.range(0, n).toArray();
        double observed = energy.best(order, Double.POSITIVE_INFINITY);
        int at = energy.bestAt();
        if (!(observed > 0)) {
            return new Split(at, 1);
        }
        int longest = Math.max(1, Math.min(blockOfAlike, n / BLOCKS_MIN));
        int block = neighboursAreAlike(segment, at) ? longest : 1;
        double enough = observed * (1 - TOLERANCE);
        int asGoodMax = (int) Math.floor(options.alpha() * (options.permutations() + 1)) - 1;
        int asGood = 0;
        for (int r = 0; r < options.permutations() && asGood <= asGoodMax; r++) {
            permute(order, block);
            if (energy.best(order, enough) >= enough) {
                asGood++;
            }
        }
        return new Split(
                at, asGood > asGoodMax ? 1 : (asGood + 1.0) / (options.permutations() + 1));
    }

    /// Any order of the blocks with equal probability; the last block may be shorter.
    private void permute(int[] order, int block) {
        int n = order.length;
        if (block == 1) {
            for (int i = n - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[j];
                order[j] = kept;
            }
            return;
        }
        int blocks = (n + block - 1) / block;
        int[] places = IntStream.range(0, blocks).toArray();
        permute(places, 1);
        int start = random.nextInt(n);
        int next = 0;
        for (int place : places) {
            int end = Math.min(n, (place + 1) * block);
            for (int i = place * block; i < end; i++) {
                order[next++] = (start + i) % n;
            }
        }
    }

    /// Ljung-Box over the first lags, of what the split at `at` does not explain.
    private static boolean neighboursAreAlike(double[] segment, int at) {
        int n = segment.length;
        double[] rest = new double[n];
        center(segment, rest, 0, at);
        center(segment, rest, at, n);
        return Autocorrelation.of(rest, LAGS).ljungBoxQ() > CRITICAL;
    }

    private static void center(double[] from, double[] to, int start, int end) {
        double sum = 0;
        for (int i = start; i < end; i++) {
            sum += from[i];
        }
        double mean = sum / (end - start);
        for (int i = start; i < end; i++) {
            to[i] = from[i] - mean;
        }
    }
}
