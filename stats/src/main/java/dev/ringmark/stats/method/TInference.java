package dev.ringmark.stats.method;

import java.util.Arrays;

/// An estimated difference whose distance from the truth, in standard errors, follows Student's t.
public record TInference(double difference, double standardError, double df) {
    /// The trimmed means of y less that of x: Yuen (1974); Welch's test where nothing is trimmed.
    ///
    /// `trim` is the share cut off each end, from 0 to less than one half.
    public static TInference independent(double[] x, double[] y, double trim) {
        Trimmed a = Trimmed.of(x, trim);
        Trimmed b = Trimmed.of(y, trim);
        double sum = a.q + b.q;
        double df = sum * sum / (a.q * a.q / (a.kept - 1) + b.q * b.q / (b.kept - 1));
        if (sum == 0) {
            df = a.kept + b.kept - 2.0;
        }
        return new TInference(b.mean - a.mean, Math.sqrt(sum), df);
    }

    /// The mean of differences.
    public static TInference paired(double... differences) {
        double se = Math.sqrt(Moments.variance(differences) / differences.length);
        return new TInference(Moments.mean(differences), se, differences.length - 1.0);
    }

    /// In standard errors; infinite for a difference without any spread.
    public double t() {
        return t(0);
    }

    /// The two-sided p of no difference.
    public double p() {
        double t = t();
        return Double.isInfinite(t) ? 0 : StudentT.twoSided(t, df);
    }

    /// The p of "the difference is `bound` or more" against less.
    public double pBelow(double bound) {
        double t = t(bound);
        return Double.isInfinite(t) ? (t > 0 ? 1 : 0) : StudentT.upperTail(-t, df);
    }

    /// The p of "the difference is `bound` or less" against more.
    public double pAbove(double bound) {
        double t = t(bound);
        return Double.isInfinite(t) ? (t > 0 ? 0 : 1) : StudentT.upperTail(t, df);
    }

    /// The two-sided interval of the difference.
    public Shift interval(double level) {
        double reach = reach(level);
        return new Shift(difference, difference - reach, difference + reach, level);
    }

    /// Half the width of the two-sided interval.
    public double reach(double level) {
        return standardError == 0 ? 0 : StudentT.quantile(1 - (1 - level) / 2, df) * standardError;
    }

    private double t(double nullValue) {
        double distance = difference - nullValue;
        if (standardError == 0) {
            return distance == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, distance);
        }
        return distance / standardError;
    }

    /// `q` is the squared standard error of the mean; `kept` values were not trimmed.
    private record Trimmed(double mean, double q, int kept) {
        static Trimmed of(double[] values, double trim) {
            int n = values.length;
            int cut = (int) Math.floor(trim * n);
            int kept = n - 2 * cut;
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            double mean = Moments.mean(Arrays.copyOfRange(sorted, cut, n - cut));
            Arrays.fill(sorted, 0, cut, sorted[cut]);
            Arrays.fill(sorted, n - cut, n, sorted[n - cut - 1]);
            double winsorised = Moments.variance(sorted);
            return new Trimmed(mean, (n - 1) * winsorised / (kept * (kept - 1.0)), kept);
        }
    }
}
