package dev.ringmark.stats.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The best place to split a segment in two by energy distance, for any order of its values.
final class EnergySplit {
    /*
     * For a split into the first m values and the other k, E-divisive (Matteson & James 2014, with
     * exponent 1) maximises
     *
     *   q = m k / (m + k) * (2 C / (m k) - 2 L / (m (m - 1)) - 2 R / (k (k - 1)))
     *
     * with C the sum of distances |x - y| across the split and L, R those of the pairs on each
     * side. When a value moves to the left side, let a be the sum of its distances to those that
     * are there already and d that to all values: L grows by a, C by d - 2 a, and R is what is
     * left of the total. d does not depend on the order, so it is computed once. a comes from two
     * Fenwick trees over the ranks, of counts and of sums: n log n for one order, instead of n^2.
     */
    private final double[] values;
    private final int[] places;
    private final double[] distances;
    private final double total;
    private final int segmentMin;
    private final int[] counts;
    private final double[] sums;
    private int bestAt;

    EnergySplit(double[] segment, int segmentMin) {
        int n = segment.length;
        this.segmentMin = segmentMin;
        double[] sorted = segment.clone();
        Arrays.sort(sorted);
        double middle = sorted[n / 2];
        values = Arrays.stream(segment).map(v -> v - middle).toArray();
        int[] byValue =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> values[i]))
                        .mapToInt(i -> i)
                        .toArray();
        places = new int[n];
        distances = new double[n];
        double sum = Arrays.stream(values).sum();
        double below = 0;
        double twice = 0;
        for (int r = 0; r < n; r++) {
            int i = byValue[r];
            places[i] = r + 1;
            distances[i] = values[i] * (2 * r - n) + sum - 2 * below;
            below += values[i];
            twice += distances[i];
        }
        total = twice / 2;
        counts = new int[n + 1];
        sums = new double[n + 1];
    }

    /// The greatest q over all splits of the values in this order that leave
    /// [DetectionOptions#segmentMin] on each side; the search ends at the first that is `enough`.
    double best(int[] order, double enough) {
        int n = order.length;
        Arrays.fill(counts, 0);
        Arrays.fill(sums, 0);
        double best = Double.NEGATIVE_INFINITY;
        double all = 0;
        double left = 0;
        double across = 0;
        for (int m = 1; m <= n - segmentMin; m++) {
            int i = order[m - 1];
            double value = values[i];
            int below = 0;
            double sumBelow = 0;
            for (int at = places[i]; at > 0; at &= at - 1) {
                below += counts[at];
                sumBelow += sums[at];
            }
            for (int at = places[i]; at <= n; at += at & -at) {
                counts[at]++;
                sums[at] += value;
            }
            double toLeft = value * (2 * below - (m - 1)) + all - 2 * sumBelow;
            all += value;
            left += toLeft;
            across += distances[i] - 2 * toLeft;
            if (m >= segmentMin) {
                double q = score(m, n - m, left, across);
                if (q > best) {
                    best = q;
                    bestAt = m;
                    if (q >= enough) {
                        return q;
                    }
                }
            }
        }
        return best;
    }

    /// How many values stand before the split that [#best] found last.
    int bestAt() {
        return bestAt;
    }

    private double score(double m, double k, double left, double across) {
        double right = total - left - across;
        return 2
                * m
                * k
                / (m + k)
                * (across / (m * k) - left / (m * (m - 1)) - right / (k * (k - 1)));
    }
}
