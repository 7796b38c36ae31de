package dev.ringmark.stats.method;

/// The exact law of a sum of whole-number scores under random labels, ties in the scores or not.
public final class SumLaw {
    /*
     * The shift algorithm of Streitberg and Roehmel (1986). count[k][s] is the number of subsets
     * of k scores with sum s; taking one more score shifts every row by that score into the
     * next. For signs (each score counts or not, with probability 1/2) one row is enough.
     *
     * Counts are doubles: every step adds numbers of 0 or more, so each stays exact to some
     * 1e-14 of itself, and C(1000, 500) is still a double.
     */

    /// `cumulative[s]` = P(S <= least + s).
    private final double[] cumulative;

    private final double[] probability;
    private final double mean;

    private SumLaw(double[] probability) {
        this.probability = probability;
        cumulative = new double[probability.length];
        double sum = 0;
        double moment = 0;
        for (int s = 0; s < probability.length; s++) {
            sum += probability[s];
            moment += s * probability[s];
            cumulative[s] = sum;
        }
        mean = moment;
    }

    /// Of the sum over a random subset of `size` scores, each score 0 or more.
    public static SumLaw ofSubsets(int[] scores, int size) {
        int total = 0;
        for (int score : scores) {
            if (score < 0) {
                throw new IllegalArgumentException("score: " + score + ", expected 0 or more");
            }
            total = Math.addExact(total, score);
        }
        if (size < 0 || size > scores.length) {
            throw new IllegalArgumentException("size: " + size + ", expected 0.." + scores.length);
        }
        double[][] count = new double[size + 1][total + 1];
        count[0][0] = 1;
        int reached = 0;
        for (int i = 0; i < scores.length; i++) {
            reached += scores[i];
            for (int k = Math.min(i + 1, size); k >= 1; k--) {
                for (int s = reached; s >= scores[i]; s--) {
                    count[k][s] += count[k - 1][s - scores[i]];
                }
            }
        }
        return new SumLaw(normalised(count[size]));
    }

    /// Of Mann and Whitney's U for n and m values without ties: 0 to n times m.
    ///
    /// U has the law of the sum of a random partition that fits into a box of n by m: taking the
    /// largest of all values away leaves the law of n - 1 (which it beat m times) or of m - 1.
    public static SumLaw ofRankSum(int n, int m) {
        double[][] rows = new double[n + 1][];
        for (int j = 0; j <= m; j++) {
            for (int i = 0; i <= n; i++) {
                double[] row = new double[i * j + 1];
                if (i == 0 || j == 0) {
                    row[0] = 1;
                } else {
                    double largestIsFirst = (double) i / (i + j);
                    for (int u = j; u <= i * j; u++) {
                        row[u] = largestIsFirst * rows[i - 1][u - j];
                    }
                    for (int u = 0; u <= i * (j - 1); u++) {
                        row[u] += (1 - largestIsFirst) * rows[i][u];
                    }
                }
                rows[i] = row;
            }
        }
        return new SumLaw(normalised(rows[n]));
    }

    /// Of the sum of the scores that a fair coin each lets count.
    public static SumLaw ofSigns(int... scores) {
        int total = 0;
        for (int score : scores) {
            total = Math.addExact(total, score);
        }
        double[] count = new double[total + 1];
        count[0] = 1;
        int reached = 0;
        for (int score : scores) {
            reached += score;
            for (int s = reached; s >= 0; s--) {
                count[s] = (count[s] + (s >= score ? count[s - score] : 0)) / 2;
            }
        }
        return new SumLaw(normalised(count));
    }

    /// P(S <= s).
    public double atMost(long s) {
        return s < 0 ? 0 : Math.min(1, cumulative[(int) Math.min(s, cumulative.length - 1)]);
    }

    /// P(S >= s), summed from its own end, so that small ones are exact.
    public double atLeast(long s) {
        double sum = 0;
        for (int i = probability.length - 1; i >= Math.max(0, s); i--) {
            sum += probability[i];
        }
        return Math.min(1, sum);
    }

    /// P(|S - mean| >= |s - mean|).
    public double twoSided(long s) {
        double distance = Math.abs(s - mean) - 1e-7;
        return Math.min(
                1,
                atMost((long) Math.floor(mean - distance))
                        + atLeast((long) Math.ceil(mean + distance)));
    }

    /// The smallest s with P(S <= s) > p - tiny: R's quantile of a discrete law.
    public int quantile(double p) {
        int s = 0;
        while (cumulative[s] < p * (1 - 1e-13)) {
            s++;
        }
        return s;
    }

    private static double[] normalised(double[] count) {
        double sum = 0;
        for (double c : count) {
            sum += c;
        }
        double[] probability = new double[count.length];
        for (int s = 0; s < count.length; s++) {
            probability[s] = count[s] / sum;
        }
        return probability;
    }
}
