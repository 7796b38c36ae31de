package dev.ringmark.stats.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.compare.ErrorRates.Row;
import dev.ringmark.stats.method.Alternative;
import dev.ringmark.stats.method.Bootstrap;
import dev.ringmark.stats.method.MannWhitney;
import dev.ringmark.stats.method.Moments;
import dev.ringmark.stats.method.Shift;
import dev.ringmark.stats.method.TInference;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Issue 8: the error rates of the protocol in short, and the mistakes its targets must catch. The
/// full form is the main of [ErrorRates]; its table stands in docs/statistics-error-rates.md.
class ErrorRatesTest {
    private static final int REPETITIONS = 2_000;

    /// The short form has a fifth of the repetitions: its bounds are that much wider.
    private static final double SLACK = 3;

    @Test
    void every_target_holds() {
        List<Row> rows = new ErrorRates(REPETITIONS, 100).rows();
        assertTrue(rows.size() > 90, "rows: " + rows.size());
        List<Row> broken = rows.stream().filter(row -> !row.holds(SLACK)).toList();
        assertEquals(List.of(), broken);
    }

    /// `mvn -pl stats test -Dtest=ErrorRatesTest -Dringmark.errorrates=full` prints the table.
    @Test
    @EnabledIfSystemProperty(
            named = "ringmark.errorrates",
            matches = "full",
            disabledReason = "the full form is asked for by -Dringmark.errorrates=full")
    void every_target_holds_in_full() {
        List<Row> rows = ErrorRates.printFull();
        assertEquals(List.of(), rows.stream().filter(row -> !row.holds(0)).toList());
    }

    @Test
    void the_simulated_test_is_the_one_that_is_used() {
        SplittableRandom random = new SplittableRandom(1);
        for (int n : new int[] {3, 7, 8, 10, 31}) {
            double[] x = NoiseModel.NORMAL.forks(n, random);
            double[] y = NoiseModel.NORMAL.forks(n, random);
            Evidence evidence = Evidence.independent(x, y, Settings.defaults());
            assertEquals(evidence.familyP(), Defaults.independent(x, y).p());
        }
    }

    @Test
    void the_same_seed_gives_the_same_table() {
        String first = ErrorRates.table(new ErrorRates(50, 2).rows());
        assertEquals(first, ErrorRates.table(new ErrorRates(50, 2).rows()));
    }

    @Test
    void iterations_pooled_over_forks_are_caught() {
        SplittableRandom random = new SplittableRandom(2);
        caught(
                "A/A flagged",
                .062,
                () -> {
                    double[] x = pooled(random);
                    return Defaults.independent(x, pooled(random)).p() < .05;
                });
    }

    @Test
    void bca_as_the_default_interval_is_caught() {
        SplittableRandom random = new SplittableRandom(3);
        caught(
                "A/A outside the interval",
                .06,
                () -> {
                    double[][] sides = {
                        NoiseModel.OUTLIER_FORKS.forks(10, random),
                        NoiseModel.OUTLIER_FORKS.forks(10, random)
                    };
                    Shift bca =
                            Bootstrap.of(
                                            sides,
                                            s -> Moments.mean(s[1]) - Moments.mean(s[0]),
                                            400,
                                            random.nextLong())
                                    .bca(.95);
                    return bca.lo() > 0 || bca.hi() < 0;
                });
    }

    /// The case `ties-10-11`: R's exactRankTests and coin agree on .0334575.
    @Test
    void a_normal_approximation_under_ties_is_caught() {
        double[] x = {12, 12, 13, 13, 13, 14, 15, 15, 16, 18};
        double[] y = {13, 14, 14, 15, 15, 16, 17, 18, 18, 19, 20};
        double exact = .03345751255967974;
        assertEquals(exact, MannWhitney.p(x, y, Alternative.TWO_SIDED), 1e-12);
        assertFalse(
                Math.abs(exact - MannWhitney.normalP(x, y, Alternative.TWO_SIDED, true)) < 1e-3);
        double untied = untiedP(x, y);
        assertFalse(Math.abs(exact - untied) < 1e-4, "as if there were no ties: " + untied);
    }

    @Test
    void a_family_without_correction_is_caught() {
        SplittableRandom random = new SplittableRandom(4);
        caught(
                "any false of 300",
                .065,
                () ->
                        IntStream.range(0, 300)
                                .anyMatch(
                                        i ->
                                                Defaults.independent(
                                                                        ErrorRates.normal(
                                                                                8, 0, .02, random),
                                                                        ErrorRates.normal(
                                                                                8, 0, .02, random))
                                                                .p()
                                                        < .05));
    }

    @Test
    void one_tail_in_place_of_two_is_caught() {
        SplittableRandom random = new SplittableRandom(5);
        caught(
                "A/A flagged",
                .062,
                () ->
                        Defaults.independent(
                                                        NoiseModel.NORMAL.forks(10, random),
                                                        NoiseModel.NORMAL.forks(10, random))
                                                .p()
                                        / 2
                                < .05);
    }

    @Test
    void a_t_test_at_the_best_split_of_a_series_is_caught() {
        SplittableRandom random = new SplittableRandom(6);
        caught(
                "series of 60 with a false change",
                .04,
                () -> {
                    double[] x = ErrorRates.normal(60, 0, .02, random);
                    return IntStream.rangeClosed(4, 56)
                            .anyMatch(
                                    split ->
                                            TInference.independent(
                                                                    Arrays.copyOf(x, split),
                                                                    Arrays.copyOfRange(
                                                                            x, split, 60),
                                                                    0)
                                                            .p()
                                                    < .01);
                });
    }

    /// The rate of a mistaken rule must break the bound that the right rule keeps.
    private static void caught(String property, double hi, BooleanSupplier event) {
        int repetitions = 500;
        long count = IntStream.range(0, repetitions).filter(i -> event.getAsBoolean()).count();
        Row row = new Row(property, "", (double) count / repetitions, 0, hi, repetitions);
        assertFalse(row.holds(SLACK), row.markdown());
    }

    private static double[] pooled(SplittableRandom random) {
        return IntStream.range(0, 8)
                .boxed()
                .flatMapToDouble(f -> Arrays.stream(NoiseModel.NORMAL.iterations(random)))
                .map(Math::log)
                .toArray();
    }

    /// Ties broken by the order of the values: what a table without ties would answer.
    private static double untiedP(double[] x, double[] y) {
        double[] a = IntStream.range(0, x.length).mapToDouble(i -> x[i] + i * 1e-9).toArray();
        double[] b = IntStream.range(0, y.length).mapToDouble(i -> y[i] + i * 1.1e-9).toArray();
        return MannWhitney.p(a, b, Alternative.TWO_SIDED);
    }
}
