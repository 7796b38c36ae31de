package dev.ringmark.stats.history;

import static dev.ringmark.stats.history.SeriesNoise.random;
import static dev.ringmark.stats.history.SeriesNoise.series;
import static dev.ringmark.stats.history.SeriesNoise.stepped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// M-06, SR-25c, SPG-124: change points. How often they are wrong is a table, of `ErrorRatesTest`.
class ChangeDetectorTest {
    private static final int SERIES = 500;
    private static final int LENGTH = 60;
    private static final ChangeDetector DETECTOR = new ChangeDetector(DetectionOptions.DEFAULT);

    @Test
    void permuting_single_points_would_take_drift_for_change() {
        // The mutant: a test that forgets the blocks. It must miss the target by far.
        RandomGenerator random = random(1);
        long falseOnes =
                IntStream.range(0, SERIES)
                        .filter(
                                i -> {
                                    double[] logs = SeriesNoise.AUTOREGRESSIVE.logs(random, LENGTH);
                                    var test =
                                            new SplitTest(DetectionOptions.DEFAULT, random(i), 1);
                                    return test.of(logs).p() <= 0.01;
                                })
                        .count();
        assertTrue(falseOnes > 0.08 * SERIES, falseOnes + " of " + SERIES);
    }

    @Test
    void the_same_series_gives_the_same_points_whatever_is_analysed_before_it() {
        double[] logs = stepped(SeriesNoise.INDEPENDENT.logs(random(3), LENGTH), 30, 1.04);
        List<ChangePoint> first = DETECTOR.find(series("same", logs));
        DETECTOR.find(series("other", logs));
        assertEquals(first, DETECTOR.find(series("same", logs)));
        assertEquals(1, first.size());
    }

    @Test
    void a_metric_where_higher_is_better_gives_the_mirrored_ratio() {
        double[] logs = stepped(SeriesNoise.INDEPENDENT.logs(random(4), LENGTH), 30, 1.1);
        ChangePoint cost = DETECTOR.find(series("m", logs)).getFirst();
        Series rate = new Series("m", false, series("m", logs).points());
        ChangePoint gain = DETECTOR.find(rate).getFirst();
        assertEquals(1, cost.ratio() * gain.ratio(), 1e-12);
        assertEquals(cost.index(), gain.index());
    }

    @Test
    void a_change_is_suspected_until_it_has_enough_points_and_keeps_its_id() {
        double[] logs = stepped(SeriesNoise.INDEPENDENT.logs(random(5), LENGTH), 40, 1.2);
        List<ChangePoint> soon = DETECTOR.find(series("grows", Arrays.copyOf(logs, 47)));
        assertEquals(ChangeState.SUSPECTED, soon.getFirst().state());
        List<ChangePoint> later = DETECTOR.find(series("grows", logs), soon);
        assertEquals(ChangeState.CONFIRMED, later.getFirst().state());
        assertEquals(soon.getFirst().id(), later.getFirst().id());
        assertEquals(1, later.size());
    }

    @Test
    void a_change_whose_place_moves_by_one_keeps_its_id() {
        double[] logs = stepped(SeriesNoise.INDEPENDENT.logs(random(6), LENGTH), 30, 1.2);
        ChangePoint found = DETECTOR.find(series("moves", logs)).getFirst();
        ChangePoint before =
                new ChangePoint(
                        "earlier", found.index() + 1, "r31", 1.2, 0.001, ChangeState.SUSPECTED);
        assertEquals(
                "earlier", DETECTOR.find(series("moves", logs), List.of(before)).getFirst().id());
    }

    @Test
    void a_change_that_is_not_found_again_is_withdrawn_and_not_forgotten() {
        double[] logs = SeriesNoise.INDEPENDENT.logs(random(7), LENGTH);
        ChangePoint before = new ChangePoint("gone", 50, "r50", 1.05, 0.01, ChangeState.SUSPECTED);
        List<ChangePoint> now = DETECTOR.find(series("calm", logs), List.of(before));
        assertEquals(List.of(before.as(ChangeState.WITHDRAWN)), now);
    }

    @Test
    void a_shift_below_the_least_is_not_reported() {
        double[] logs = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            logs[i] = (i % 2) * 1e-4 + (i < 30 ? 0 : Math.log(1.015));
        }
        assertEquals(List.of(), DETECTOR.find(series("small", logs)));
        var finer = new ChangeDetector(DetectionOptions.DEFAULT.withShiftMin(0.01));
        assertEquals(
                List.of(30),
                finer.find(series("small", logs)).stream().map(ChangePoint::index).toList());
    }

    @Test
    void a_series_too_short_or_constant_has_no_point() {
        assertEquals(List.of(), DETECTOR.find(series("short", 0, 0, 0, 0, 1, 1, 1)));
        assertEquals(List.of(), DETECTOR.find(series("flat", new double[LENGTH])));
        assertEquals(List.of(), DETECTOR.find(series("empty")));
    }

    @Test
    void two_changes_are_both_found() {
        double[] logs = stepped(SeriesNoise.INDEPENDENT.logs(random(8), 120), 40, 1.08);
        stepped(logs, 80, 0.9);
        List<ChangePoint> found = DETECTOR.find(series("two", logs));
        assertEquals(2, found.size(), found::toString);
        assertTrue(found.getFirst().ratio() > 1 && found.getLast().ratio() < 1);
        assertNotEquals(found.getFirst().id(), found.getLast().id());
    }

    @Test
    void the_fast_sums_are_those_of_the_definition() {
        double[] logs = stepped(SeriesNoise.OUTLIERS.logs(random(9), 40), 13, 1.03);
        int[] order = IntStream.range(0, 40).toArray();
        EnergySplit fast = new EnergySplit(logs, 4);
        double best = fast.best(order, Double.POSITIVE_INFINITY);
        double expected = Double.NEGATIVE_INFINITY;
        int at = 0;
        for (int m = 4; m <= 36; m++) {
            double q = byDefinition(logs, m);
            if (q > expected) {
                expected = q;
                at = m;
            }
        }
        assertEquals(expected, best, 1e-12);
        assertEquals(at, fast.bestAt());
    }

    @Test
    void a_value_that_is_no_measurement_is_refused_by_name() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            var e = assertThrows(IllegalArgumentException.class, () -> new Point("r", bad));
            assertTrue(String.valueOf(e.getMessage()).startsWith("value: " + bad), e.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class, () -> new DetectionOptions(0.01, 50, 4, 0.02, 10));
    }

    @Test
    void a_year_of_a_series_takes_20_ms_of_one_core() {
        // With -Dringmark.full=true the 1,000 series of the target, else a tenth of them.
        int n = Boolean.getBoolean("ringmark.full") ? 1000 : 100;
        RandomGenerator random = random(10);
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] logs = SeriesNoise.INDEPENDENT.logs(random, 365);
            all.add(series("year" + i, i % 4 == 0 ? stepped(logs, 100 + i % 200, 1.05) : logs));
        }
        Duration start = cpuTime();
        long points = all.stream().mapToLong(s -> DETECTOR.find(s).size()).sum();
        Duration took = cpuTime().minus(start);
        assertTrue(points >= n / 4, points + " points");
        assertTrue(took.toMillis() <= 20L * n, took::toString);
    }

    /// Of all threads of this JVM: what its compiler takes counts too.
    private static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static double byDefinition(double[] x, int m) {
        double k = x.length - m;
        return m
                * k
                / (m + k)
                * (2 * mean(x, 0, m, m, x.length)
                        - mean(x, 0, m, 0, m) * m / (m - 1)
                        - mean(x, m, x.length, m, x.length) * k / (k - 1));
    }

    private static double mean(double[] x, int from, int to, int otherFrom, int otherTo) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            for (int j = otherFrom; j < otherTo; j++) {
                sum += Math.abs(x[i] - x[j]);
            }
        }
        return sum / (to - from) / (otherTo - otherFrom);
    }
}
