package dev.ringmark.stats.method;

import java.util.Arrays;

/// Ranks of values, ties sharing the mean of theirs; doubled, so that they are whole numbers.
final class MidRanks {
    private final int[] doubled;
    private final double tieSum;

    private MidRanks(int[] doubled, double tieSum) {
        this.doubled = doubled;
        this.tieSum = tieSum;
    }

    /// Ranks from 1, in the order of the values.
    static MidRanks of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int[] doubled = new int[values.length];
        double tieSum = 0;
        for (int from = 0; from < sorted.length; ) {
            int to = from + 1;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            for (int i = 0; i < values.length; i++) {
                if (values[i] == sorted[from]) {
                    doubled[i] = from + 1 + to;
                }
            }
            double t = to - from;
            tieSum += t * t * t - t;
            from = to;
        }
        return new MidRanks(doubled, tieSum);
    }

    /// Twice the rank of each value: a copy.
    int[] doubled() {
        return doubled.clone();
    }

    /// Twice the rank of the value at an index.
    int doubled(int index) {
        return doubled[index];
    }

    /// The sum of t^3 - t over groups of t equal values.
    double tieSum() {
        return tieSum;
    }

    /// Whether no two values are equal.
    boolean isUntied() {
        return tieSum == 0;
    }
}
