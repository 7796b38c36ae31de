package dev.ringmark.stats.method;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/// Whether values resemble their successors: coefficients at lags 1, 2, ..., and Ljung and Box's
/// test that all of them are 0.
public record Autocorrelation(List<Double> coefficients, double ljungBoxQ) {
    /// Copies the list.
    public Autocorrelation {
        coefficients = List.copyOf(coefficients);
    }

    /// Up to `lags` apart; a constant series has coefficients of 0 and p 1.
    public static Autocorrelation of(double[] x, int lags) {
        if (lags < 1 || lags >= x.length) {
            throw new IllegalArgumentException("lags: " + lags + ", expected 1.." + (x.length - 1));
        }
        int n = x.length;
        double mean = Moments.mean(x);
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean);
        }
        List<Double> coefficients = new ArrayList<>();
        double q = 0;
        for (int lag = 1; lag <= lags; lag++) {
            double sum = 0;
            for (int i = lag; i < n; i++) {
                sum += (x[i] - mean) * (x[i - lag] - mean);
            }
            double r = variance == 0 ? 0 : sum / variance;
            coefficients.add(r);
            q += r * r / (n - lag);
        }
        q *= n * (n + 2.0);
        return new Autocorrelation(coefficients, q);
    }

    /// Of the test: how often independent values resemble each other so much.
    public double p() {
        return ChiSquaredDistribution.of(coefficients.size()).survivalProbability(ljungBoxQ);
    }
}
