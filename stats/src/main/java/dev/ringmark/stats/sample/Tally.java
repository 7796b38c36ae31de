package dev.ringmark.stats.sample;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A histogram that lost nothing: each distinct value, ascending, and how often it came.
public final class Tally {
    /// Of nothing.
    public static final Tally NONE = new Tally(new double[0], new long[0]);

    private final double[] values;

    /// `cumulative[i]` observations are at or below `values[i]`.
    private final long[] cumulative;

    private Tally(double[] values, long[] cumulative) {
        this.values = values;
        this.cumulative = cumulative;
    }

    /// The tally of counts by value; a value must be finite, a count at least 1.
    public static Tally of(SortedMap<Double, Long> counts) {
        double[] values = new double[counts.size()];
        long[] cumulative = new long[counts.size()];
        long sum = 0;
        int i = 0;
        for (Map.Entry<Double, Long> entry : counts.entrySet()) {
            if (!Double.isFinite(entry.getKey())) {
                throw new SampleException("tally.value", entry.getKey(), "a finite number");
            }
            SampleException.atLeast("tally.count", entry.getValue(), 1);
            sum = Math.addExact(sum, entry.getValue());
            values[i] = entry.getKey();
            cumulative[i++] = sum;
        }
        return new Tally(values, cumulative);
    }

    /// All observations of both.
    public Tally merge(Tally other) {
        SortedMap<Double, Long> counts = counts();
        other.counts().forEach((value, count) -> counts.merge(value, count, Math::addExact));
        return of(counts);
    }

    /// Counts by value: a copy.
    public SortedMap<Double, Long> counts() {
        SortedMap<Double, Long> counts = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            counts.put(values[i], cumulative[i] - (i == 0 ? 0 : cumulative[i - 1]));
        }
        return counts;
    }

    /// How many observations.
    public long total() {
        return cumulative.length == 0 ? 0 : cumulative[cumulative.length - 1];
    }

    /// The arithmetic mean; there must be observations.
    public double mean() {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * (cumulative[i] - (i == 0 ? 0 : cumulative[i - 1]));
        }
        return sum / total();
    }

    /// The value at a rank from 1 to [#total()], ascending.
    public double atRank(long rank) {
        if (rank < 1 || rank > total()) {
            throw new IllegalArgumentException("rank: " + rank + ", expected 1.." + total());
        }
        int i = Arrays.binarySearch(cumulative, rank);
        return values[i < 0 ? -i - 1 : i];
    }

    /// The smallest value with at least the share `p`, more than 0 and at most 1, at or below it.
    public double percentile(double p) {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("p: " + p + ", expected more than 0, at most 1");
        }
        // The product may exceed a whole number by its rounding error: .07 * 100 =
        // 7.000000000000001.
        long rank = (long) Math.ceil(p * total() * (1 - 1e-12));
        return atRank(Math.max(1, rank));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally that
                && Arrays.equals(values, that.values)
                && Arrays.equals(cumulative, that.cumulative);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(cumulative);
    }

    @Override
    public String toString() {
        return counts().toString();
    }
}
