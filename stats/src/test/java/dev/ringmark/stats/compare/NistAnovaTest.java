package dev.ringmark.stats.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.stats.method.Autocorrelation;
import dev.ringmark.stats.method.Moments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Issue 8: NIST's reference data sets that follow from a rule, so that both the data and the
/// certified values can be checked by hand.
///
/// SmLs01 to 09: nine treatments with the means .4, .3, .5, .3, .5, ... above an offset; each has
/// its mean once, and then mean - .1 and mean + .1 in turn. So for r values in each: between
/// squares .08 r over 8, within squares .09 (r - 1) over 9 (r - 1), F = r.
class NistAnovaTest {
    private static final int TREATMENTS = 9;

    /// The offset leaves fewer digits for the rest: 1e6 costs 7, 1e12 all but three of them.
    @ParameterizedTest
    @CsvSource({
        "SmLs01, 1, 21, 1e-12",
        "SmLs02, 1, 201, 1e-12",
        "SmLs03, 1, 2001, 1e-11",
        "SmLs04, 1e6, 21, 1e-8",
        "SmLs05, 1e6, 201, 1e-8",
        "SmLs06, 1e6, 2001, 1e-8",
        "SmLs07, 1e12, 21, 1e-2",
        "SmLs08, 1e12, 201, 1e-2",
        "SmLs09, 1e12, 2001, 1e-2"
    })
    void analysis_of_variance_keeps_its_digits(
            String name, double offset, int replicates, double tolerance) {
        double[][] groups = new double[TREATMENTS][replicates];
        for (int t = 0; t < TREATMENTS; t++) {
            int mean = t == 0 ? 4 : t % 2 == 1 ? 3 : 5;
            for (int r = 0; r < replicates; r++) {
                int tenth = r == 0 ? mean : r % 2 == 1 ? mean - 1 : mean + 1;
                groups[t][r] = offset + tenth / 10.0;
            }
        }
        VarianceComponents components = VarianceComponents.of(groups);
        assertClose(.01 * replicates, components.meanSquareBetween(), tolerance);
        assertClose(.01, components.meanSquareWithin(), tolerance);
        double f = components.meanSquareBetween() / components.meanSquareWithin();
        assertClose(replicates, f, tolerance);
    }

    @Test
    void numacc1_is_met() {
        double[] x = {10_000_001, 10_000_003, 10_000_002};
        assertEquals(10_000_002, Moments.mean(x));
        assertEquals(1, Moments.variance(x));
        assertEquals(-.5, Autocorrelation.of(x, 1).coefficients().getFirst(), 1e-15);
    }

    private static void assertClose(double certified, double actual, double tolerance) {
        assertEquals(certified, actual, tolerance * certified);
    }
}
