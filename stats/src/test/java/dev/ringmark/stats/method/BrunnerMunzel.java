package dev.ringmark.stats.method;

/// Whether values of one sample tend to be larger, for samples of unequal spread: Brunner and
/// Munzel (2000). `statistic` is above 0 where y tends to be larger.
public record BrunnerMunzel(double statistic, double df, double p) {
    /// Of two samples of at least 2 values that overlap.
    public static BrunnerMunzel of(double[] x, double[] y) {
        double n = x.length;
        double m = y.length;
        double[] placesX = places(x, y);
        double[] placesY = places(y, x);
        double a = Moments.variance(placesX) / n;
        double b = Moments.variance(placesY) / m;
        // The mean place of y among x less that of x among y is proportional to P(x < y) - 1/2.
        double share = Moments.mean(placesY) / n;
        double va = a / (m * m);
        double vb = b / (n * n);
        double statistic = (share - .5) / Math.sqrt(va + vb);
        double df = (va + vb) * (va + vb) / (va * va / (n - 1) + vb * vb / (m - 1));
        return new BrunnerMunzel(statistic, df, StudentT.twoSided(statistic, df));
    }

    /// For each value, how many of the others it exceeds, ties half.
    private static double[] places(double[] values, double[] others) {
        double[] places = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            places[i] = MannWhitney.statistic(new double[] {values[i]}, others);
        }
        return places;
    }
}
