package dev.ringmark.stats.method;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// Pairs by the signed ranks of their differences: exact p and the Walsh-average interval.
///
/// Differences of 0 say nothing and are left out of p; ties among the others are conditioned on.
public final class SignedRank {
    /// Pairs up to which the law is exact; beyond, it is normal.
    public static final int PAIRS_MAX = 400;

    private static final Map<Integer, SumLaw> LAWS = new ConcurrentHashMap<>();

    private SignedRank() {}

    /// The sum of the ranks of the positive differences.
    public static double statistic(double... differences) {
        double[] d = withoutZeros(differences);
        return positiveSum(d, magnitudes(d)) / 2.0;
    }

    /// The two-sided p.
    public static double p(double... differences) {
        double[] d = withoutZeros(differences);
        if (d.length == 0) {
            return 1;
        }
        MidRanks ranks = magnitudes(d);
        long sum = positiveSum(d, ranks);
        if (d.length <= PAIRS_MAX) {
            return ranks.isUntied()
                    ? law(d.length).twoSided(sum / 2)
                    : SumLaw.ofSigns(ranks.doubled()).twoSided(sum);
        }
        double n = d.length;
        double variance = n * (n + 1) * (2 * n + 1) / 24 - ranks.tieSum() / 48;
        double distance = Math.max(0, Math.abs(sum / 2.0 - n * (n + 1) / 4) - .5);
        return Math.min(1, 2 * Normal.upperTail(distance / Math.sqrt(variance)));
    }

    /// The median of all Walsh averages and its distribution-free interval.
    public static Shift shift(double[] differences, double level) {
        int n = differences.length;
        double[] walsh = new double[n * (n + 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                walsh[next++] = (differences[i] + differences[j]) / 2;
            }
        }
        Arrays.sort(walsh);
        int k;
        double attained;
        if (n <= PAIRS_MAX) {
            SumLaw law = law(n);
            k = Math.max(1, law.quantile((1 - level) / 2));
            attained = 1 - 2 * law.atMost(k - 1L);
        } else {
            double sd = Math.sqrt(n * (n + 1.0) * (2.0 * n + 1) / 24);
            double z = Normal.quantile(1 - (1 - level) / 2);
            k = (int) Math.max(1, Math.floor(walsh.length / 2.0 - z * sd));
            attained = level;
        }
        return new Shift(
                MannWhitney.median(walsh), walsh[k - 1], walsh[walsh.length - k], attained);
    }

    private static SumLaw law(int n) {
        return LAWS.computeIfAbsent(
                n, size -> SumLaw.ofSigns(IntStream.rangeClosed(1, size).toArray()));
    }

    private static double[] withoutZeros(double[] differences) {
        return Arrays.stream(differences).filter(d -> d != 0).toArray();
    }

    private static MidRanks magnitudes(double[] d) {
        return MidRanks.of(Arrays.stream(d).map(Math::abs).toArray());
    }

    /// Of doubled ranks.
    private static long positiveSum(double[] d, MidRanks ranks) {
        return IntStream.range(0, d.length)
                .filter(i -> d[i] > 0)
                .mapToLong(i -> ranks.doubled(i))
                .sum();
    }
}
