package dev.ringmark.stats.method;

import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/// The non-central t law: what a t statistic does when there is an effect.
public final class NoncentralT {
    /*
     * For t >= 0, with x = t^2 / (t^2 + df) and Poisson-like weights of delta^2 / 2 (Guenther
     * 1978, Lenth 1989):
     *
     *   P(T <= t) = Phi(-delta) + 1/2 sum_j [ p_j I_x(j + 1/2, df/2) + q_j I_x(j + 1, df/2) ]
     *   p_j = e^-h h^j / j!,   q_j = delta / sqrt 2 * e^-h h^j / Gamma(j + 3/2),   h = delta^2 / 2
     *
     * The weights sum to 1 and erf(delta / sqrt 2), so what is left of them bounds the error.
     * Beyond delta 37 the first weight underflows; there T is normal about delta to all digits
     * that matter.
     */
    private static final double DELTA_MAX = 37;
    private static final double ERROR_MAX = 1e-13;
    private static final int TERMS_MAX = 5_000;

    private NoncentralT() {}

    /// P(T > t) for df degrees of freedom and non-centrality delta of 0 or more, t of 0 or more.
    public static double upperTail(double t, double df, double delta) {
        if (!(t >= 0 && df > 0 && delta >= 0)) {
            throw new IllegalArgumentException(
                    "t, df, delta: " + t + ", " + df + ", " + delta + ", expected 0 or more each");
        }
        if (delta > DELTA_MAX) {
            double scale = Math.sqrt(1 + t * t / (2 * df));
            return Normal.upperTail((t * (1 - 1 / (4 * df)) - delta) / scale);
        }
        double x = t * t / (t * t + df);
        double h = delta * delta / 2;
        double p = Math.exp(-h);
        double q = p * delta / Math.sqrt(2) / Math.exp(Gamma.logGamma(1.5));
        double left = 1 - p;
        double sum = 0;
        for (int j = 0; j < TERMS_MAX; j++) {
            sum +=
                    p * Beta.regularizedBeta(x, j + .5, df / 2)
                            + q * Beta.regularizedBeta(x, j + 1.0, df / 2);
            p *= h / (j + 1);
            q *= h / (j + 1.5);
            if (left < ERROR_MAX && j > h) {
                break;
            }
            left -= p;
        }
        return Math.clamp(1 - Normal.cdf(-delta) - sum / 2, 0, 1);
    }
}
