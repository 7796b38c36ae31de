package dev.ringmark.stats.method;

/// The ratio of two means, for measures that may not be logged: Fieller (1954).
public record Fieller(double ratio, double lo, double hi, double df) {
    /// The mean of x over that of y, which must differ from 0 at this level, else there is no
    /// bounded interval: minus to plus infinity.
    public static Fieller of(double[] x, double[] y, double level) {
        double a = Moments.mean(x);
        double b = Moments.mean(y);
        double va = Moments.variance(x) / x.length;
        double vb = Moments.variance(y) / y.length;
        double sum = va + vb;
        double df = sum * sum / (va * va / (x.length - 1) + vb * vb / (y.length - 1));
        double t = StudentT.quantile(1 - (1 - level) / 2, df);
        double g = t * t * vb / (b * b);
        if (g >= 1) {
            return new Fieller(a / b, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, df);
        }
        double centre = a / b / (1 - g);
        double reach = t / Math.abs(b) * Math.sqrt(va * (1 - g) + a / b * (a / b) * vb) / (1 - g);
        return new Fieller(a / b, centre - reach, centre + reach, df);
    }
}
