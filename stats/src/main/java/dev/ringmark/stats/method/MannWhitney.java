package dev.ringmark.stats.method;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Two independent samples by their ranks: p from the exact law, and the Hodges-Lehmann shift.
///
/// With ties p is conditional on them: the law of the mid-ranks under all splits of the pooled
/// sample, not an approximation. The law is exact up to [#PAIRS_MAX] pairs and normal beyond.
public final class MannWhitney {
    /// n times m up to which the law is exact.
    public static final int PAIRS_MAX = 10_000;

    /// With ties no law can be kept for the next pair of samples, so it must be cheap.
    private static final int TIED_PAIRS_MAX = 2_500;

    /// Laws of rank sums without ties, by both sizes: at most [#LAWS_MAX] of them.
    private static final Map<Sizes, SumLaw> LAWS = new ConcurrentHashMap<>();

    private static final int LAWS_MAX = 1_000;

    private MannWhitney() {}

    private record Sizes(int n, int m) {}

    /// Pairs in which x is larger, ties half.
    public static double statistic(double[] x, double[] y) {
        double u = 0;
        for (double a : x) {
            for (double b : y) {
                u += a > b ? 1 : a == b ? .5 : 0;
            }
        }
        return u;
    }

    /// The exact p; the normal one beyond [#PAIRS_MAX].
    public static double p(double[] x, double[] y, Alternative alternative) {
        long pairs = (long) x.length * y.length;
        MidRanks ranks = MidRanks.of(pooled(x, y));
        if (pairs > (ranks.isUntied() ? PAIRS_MAX : TIED_PAIRS_MAX)) {
            return normalP(x, y, alternative, true);
        }
        long sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += ranks.doubled(i);
        }
        SumLaw law;
        if (ranks.isUntied()) {
            law = law(x.length, y.length);
            sum = sum / 2 - x.length * (x.length + 1L) / 2;
        } else {
            law = SumLaw.ofSubsets(ranks.doubled(), x.length);
        }
        return switch (alternative) {
            case TWO_SIDED -> law.twoSided(sum);
            case LESS -> law.atMost(sum);
            case GREATER -> law.atLeast(sum);
        };
    }

    /// The normal approximation with the variance corrected for ties.
    public static double normalP(
            double[] x, double[] y, Alternative alternative, boolean continuity) {
        double n = x.length;
        double m = y.length;
        double tieSum = MidRanks.of(pooled(x, y)).tieSum();
        double variance = n * m / 12 * (n + m + 1 - tieSum / ((n + m) * (n + m - 1)));
        double distance = statistic(x, y) - n * m / 2;
        double correction =
                !continuity
                        ? 0
                        : switch (alternative) {
                            case TWO_SIDED -> Math.signum(distance) * .5;
                            case LESS -> -.5;
                            case GREATER -> .5;
                        };
        double z = variance == 0 ? 0 : (distance - correction) / Math.sqrt(variance);
        return switch (alternative) {
            case TWO_SIDED -> Math.min(1, 2 * Normal.upperTail(Math.abs(z)));
            case LESS -> Normal.cdf(z);
            case GREATER -> Normal.upperTail(z);
        };
    }

    /// The median of all differences x - y and its distribution-free interval.
    public static Shift shift(double[] x, double[] y, double level) {
        double[] differences = new double[Math.multiplyExact(x.length, y.length)];
        int next = 0;
        for (double a : x) {
            for (double b : y) {
                differences[next++] = a - b;
            }
        }
        Arrays.sort(differences);
        int count = differences.length;
        int k;
        double attained;
        if (count <= PAIRS_MAX) {
            SumLaw law = law(x.length, y.length);
            k = Math.max(1, law.quantile((1 - level) / 2));
            attained = 1 - 2 * law.atMost(k - 1L);
        } else {
            double sd = Math.sqrt(count * (x.length + y.length + 1.0) / 12);
            double z = Normal.quantile(1 - (1 - level) / 2);
            k = (int) Math.max(1, Math.floor(count / 2.0 - z * sd));
            attained = level;
        }
        return new Shift(median(differences), differences[k - 1], differences[count - k], attained);
    }

    /// Of U, from 0 to n times m.
    private static SumLaw law(int n, int m) {
        Sizes sizes = new Sizes(Math.min(n, m), Math.max(n, m));
        SumLaw known = LAWS.get(sizes);
        if (known != null) {
            return known;
        }
        SumLaw law = SumLaw.ofRankSum(sizes.n(), sizes.m());
        if (LAWS.size() < LAWS_MAX) {
            LAWS.put(sizes, law);
        }
        return law;
    }

    static double median(double[] sorted) {
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    private static double[] pooled(double[] x, double[] y) {
        double[] pooled = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, pooled, x.length, y.length);
        return pooled;
    }
}
