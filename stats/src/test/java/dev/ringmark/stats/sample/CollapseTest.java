package dev.ringmark.stats.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.sample.Warning.Code;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Issue 8, samples: the unit is a fork or a boot, never an iteration; warm-up does not count;
/// nothing is left out without a word.
class CollapseTest {
    private static final BenchmarkId TIME = BenchmarkId.time("b");
    private static final Variant BASE = Variant.of("base");

    @Test
    void a_fork_is_one_unit_however_many_iterations_it_has() {
        Units units = Collapse.units(forks(Fork.of(1, 2, 3), Fork.of(5), Fork.of(2, 2, 2, 2)));
        assertEquals(
                List.of(2.0, 5.0, 2.0), units.values().stream().map(UnitValue::value).toList());
    }

    @Test
    void a_boot_is_one_unit_however_many_forks_it_has() {
        Sample sample =
                new Sample(
                        TIME,
                        BASE,
                        Fingerprint.UNKNOWN,
                        Replication.BOOT,
                        List.of(
                                new Boot(List.of(Fork.of(1), Fork.of(4))),
                                new Boot(List.of(Fork.of(3)))),
                        List.of());
        Units units = Collapse.units(sample);
        assertEquals(2, units.count());
        assertEquals(2, units.values().getFirst().value(), 1e-12);
        assertEquals(3, units.forks().size());
    }

    @Test
    void forks_of_several_boots_as_units_are_warned_of() {
        Sample sample =
                new Sample(
                        TIME,
                        BASE,
                        Fingerprint.UNKNOWN,
                        Replication.FORK,
                        List.of(new Boot(List.of(Fork.of(1))), new Boot(List.of(Fork.of(2)))),
                        List.of());
        assertTrue(codes(Collapse.units(sample)).contains(Code.REPLICATION_DOUBTFUL));
    }

    @Test
    void an_excluded_fork_does_not_count_and_its_cause_is_said() {
        Units units = Collapse.units(forks(Fork.of(1), Fork.of(9).exclude("exit status 134")));
        assertEquals(1, units.count());
        assertEquals(
                List.of(new Warning(Code.EXCLUDED, "left out: boot 0 fork 1: exit status 134")),
                units.warnings());
    }

    @Test
    void an_outlier_is_kept_and_said() {
        Units units =
                Collapse.units(
                        forks(Fork.of(1), Fork.of(1.01), Fork.of(.99), Fork.of(1.02), Fork.of(2)));
        assertEquals(5, units.count());
        assertEquals(List.of(Code.OUTLIER), codes(units));
    }

    @Test
    void a_warm_up_is_cut_and_a_flat_fork_is_not() {
        SplittableRandom random = new SplittableRandom(1);
        double[] flat = noise(40, random);
        double[] warm = noise(40, random);
        for (int i = 0; i < 15; i++) {
            warm[i] *= 1.5;
        }
        Units units = Collapse.units(forks(Fork.of(flat), Fork.of(warm)));
        assertEquals(Steadiness.FLAT, units.forks().get(0).steadiness());
        assertEquals(Steadiness.WARM_UP, units.forks().get(1).steadiness());
        assertEquals(15, units.forks().get(1).steadyFrom());
        assertEquals(1, units.values().get(1).value(), .01);
    }

    @Test
    void recorded_warm_up_iterations_tell_where_the_steady_state_begins() {
        SplittableRandom random = new SplittableRandom(2);
        double[] slow = new double[10];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = 2 + .01 * random.nextGaussian();
        }
        Fork fork =
                new Fork(
                        Fork.NO_BLOCK,
                        Values.of(slow),
                        Values.of(noise(20, random)),
                        Tally.NONE,
                        null);
        ForkSummary summary = Collapse.units(forks(fork)).forks().getFirst();
        assertEquals(Steadiness.WARM_UP, summary.steadiness());
        assertEquals(10, summary.steadyFrom());
        assertEquals(1, summary.value(), .01);
    }

    @Test
    void getting_slower_is_a_slow_down_and_for_throughput_it_is_fewer_operations() {
        SplittableRandom random = new SplittableRandom(3);
        double[] x = noise(40, random);
        for (int i = 0; i < 15; i++) {
            x[i] *= 1.5;
        }
        BenchmarkId rate = BenchmarkId.of("b", Map.of(), Mode.THROUGHPUT, Measure.rate("ops"));
        Units units = Collapse.units(Sample.ofForks(rate, BASE, List.of(Fork.of(x))));
        assertEquals(Steadiness.SLOW_DOWN, units.forks().getFirst().steadiness());
    }

    @Test
    void a_change_in_the_last_half_is_no_steady_state() {
        SplittableRandom random = new SplittableRandom(4);
        double[] x = noise(40, random);
        for (int i = 30; i < 40; i++) {
            x[i] *= 1.5;
        }
        Units units = Collapse.units(forks(Fork.of(x)));
        assertEquals(Steadiness.NO_STEADY_STATE, units.forks().getFirst().steadiness());
        assertEquals(1, units.unsteadyShare());
        assertTrue(codes(units).contains(Code.NO_STEADY_STATE));
    }

    @Test
    void a_steady_slope_is_no_steady_state() {
        double[] x = IntStream.range(0, 40).mapToDouble(i -> Math.exp(.01 * i)).toArray();
        assertEquals(
                Steadiness.NO_STEADY_STATE,
                Collapse.units(forks(Fork.of(x))).forks().getFirst().steadiness());
    }

    @Test
    void noise_alone_is_flat() {
        SplittableRandom random = new SplittableRandom(5);
        int flat = 0;
        for (int r = 0; r < 200; r++) {
            Units units = Collapse.units(forks(Fork.of(noise(50, random))));
            flat += units.forks().getFirst().steadiness() == Steadiness.FLAT ? 1 : 0;
        }
        assertTrue(flat >= 198, "flat: " + flat);
    }

    @Test
    void a_short_fork_is_not_tested_but_its_halves_are_compared() {
        Units units = Collapse.units(forks(Fork.of(1, 1, 1.1, 1.1)));
        assertEquals(Steadiness.UNTESTED, units.forks().getFirst().steadiness());
        assertEquals(List.of(Code.HALVES_DIFFER), codes(units));
    }

    @Test
    void a_percentile_is_one_value_for_each_fork_that_supports_it() {
        TreeMap<Double, Long> counts = new TreeMap<>();
        IntStream.rangeClosed(1, 1000).forEach(i -> counts.put((double) i, 1L));
        Fork fork = new Fork(Fork.NO_BLOCK, Values.NONE, Values.NONE, Tally.of(counts), null);
        Sample p99 = Percentiles.sample(forks(fork, fork), .99);
        assertEquals("time.p99", p99.benchmark().measure().name());
        assertEquals(990, Collapse.units(p99).values().getFirst().value());
        Units p999 = Collapse.units(Percentiles.sample(forks(fork, fork), .999));
        assertEquals(0, p999.count());
        assertEquals(
                "p99.9 needs 10000 operations in a fork; 2 forks have fewer and are left out",
                p999.warnings().getFirst().text());
    }

    @Test
    void a_tally_survives_an_hdr_histogram_to_its_digits() {
        TreeMap<Double, Long> counts = new TreeMap<>(Map.of(1e-6, 5L, 2e-3, 7L, .5, 1L));
        Tally back = HdrHistograms.decode(HdrHistograms.encode(Tally.of(counts), 1e-9, 3), 1e-9);
        assertEquals(13, back.total());
        assertEquals(2e-3, back.percentile(.5), 2e-6);
        assertEquals(26, back.merge(back).total());
        assertEquals(
                "histogram: 3 bytes, expected a compressed HdrHistogram",
                assertThrows(
                                SampleException.class,
                                () -> HdrHistograms.decode(new byte[] {1, 2, 3}, 1))
                        .getMessage());
    }

    private static double[] noise(int n, SplittableRandom random) {
        return IntStream.range(0, n)
                .mapToDouble(i -> Math.exp(.01 * random.nextGaussian()))
                .toArray();
    }

    private static Sample forks(Fork... forks) {
        return Sample.ofForks(TIME, BASE, List.of(forks));
    }

    private static List<Code> codes(Units units) {
        return units.warnings().stream().map(Warning::code).toList();
    }
}
