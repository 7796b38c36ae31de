package dev.ringmark.stats.compare;

import static dev.ringmark.stats.compare.Measured.base;
import static dev.ringmark.stats.compare.Measured.candidate;
import static dev.ringmark.stats.compare.Measured.cell;
import static dev.ringmark.stats.compare.Measured.scaled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/// Issue 8: what must not matter does not, and what must turn round does. Values come from a coarse
/// grid, so that ties are the rule.
class MetamorphicTest {
    private static final Settings SETTINGS = Settings.defaults();

    @Property(tries = 200)
    void swapping_the_sides_mirrors_everything(
            @ForAll("units") double[] x, @ForAll("units") double[] y, @ForAll Design design) {
        Settings settings = SETTINGS.withDesign(design);
        Cell there = cell(settings, base(x), candidate(y));
        Cell back = cell(settings, base(y), candidate(x));
        assertEquals(mirrored(there), mirrored(mirror(back)), there.reason());
        Cell.Result a = Objects.requireNonNull(there.result());
        Cell.Result b = Objects.requireNonNull(back.result());
        for (int i = 0; i < 2; i++) {
            Estimate e = i == 0 ? a.primary() : a.check();
            Estimate m = i == 0 ? b.primary() : b.check();
            assertClose(e.ratio(), 1 / m.ratio());
            assertClose(e.interval().lo(), 1 / m.interval().hi());
            assertClose(e.interval().hi(), 1 / m.interval().lo());
            assertEquals(e.p(), m.p(), 1e-9);
        }
        assertEquals(a.effect().cliffsDelta(), -b.effect().cliffsDelta(), 1e-12);
    }

    @Property(tries = 200)
    void another_unit_of_time_changes_nothing(
            @ForAll("units") double[] x,
            @ForAll("units") double[] y,
            @ForAll @DoubleRange(min = .01, max = 1e6) double factor) {
        Cell one = cell(SETTINGS, base(x), candidate(y));
        Cell other = cell(SETTINGS, base(scaled(x, factor)), candidate(scaled(y, factor)));
        assertEquals(one.verdict(), other.verdict());
        Cell.Result a = Objects.requireNonNull(one.result());
        Cell.Result b = Objects.requireNonNull(other.result());
        assertClose(a.primary().ratio(), b.primary().ratio());
        assertClose(a.primary().interval().lo(), b.primary().interval().lo());
        assertClose(a.primary().interval().hi(), b.primary().interval().hi());
    }

    @Property(tries = 200)
    void the_order_of_units_does_not_matter(
            @ForAll("units") double[] x, @ForAll("units") double[] y, @ForAll Random random) {
        Cell one = cell(SETTINGS, base(x), candidate(y));
        Cell other = cell(SETTINGS, base(shuffled(x, random)), candidate(shuffled(y, random)));
        assertEquals(one.verdict(), other.verdict());
        assertClose(
                Objects.requireNonNull(one.result()).familyP(),
                Objects.requireNonNull(other.result()).familyP());
    }

    @Property(tries = 100)
    void names_of_benchmarks_and_variants_do_not_matter(
            @ForAll("units") double[] x, @ForAll("units") double[] y) {
        Cell one = cell(SETTINGS, base(x), candidate(y));
        BenchmarkId renamed = BenchmarkId.time("zzz");
        Sample a = Measured.sample(renamed, Variant.of("q"), x);
        Cell other = cell(SETTINGS, a, Measured.sample(renamed, Variant.of("p"), y));
        assertEquals(one.verdict(), other.verdict());
        assertEquals(one.result(), other.result());
    }

    @Property(tries = 100)
    void the_order_of_benchmarks_does_not_matter(@ForAll Random random) {
        List<Sample> base = new ArrayList<>();
        List<Sample> candidate = new ArrayList<>();
        for (int b = 0; b < 6; b++) {
            BenchmarkId id = BenchmarkId.time("b" + b);
            long seed = random.nextLong();
            base.add(Measured.sample(id, Measured.BASE, Measured.noisy(8, 1, .02, seed)));
            candidate.add(
                    Measured.sample(id, Measured.NEW, Measured.noisy(8, 1.03, .02, seed + 1)));
        }
        Comparison first = Comparison.of(SETTINGS, base, candidate);
        Collections.shuffle(base, random);
        Collections.shuffle(candidate, random);
        assertEquals(first, Comparison.of(SETTINGS, base, candidate));
    }

    @Property(tries = 300)
    void an_interval_contains_its_own_estimate(
            @ForAll("units") double[] x, @ForAll("units") double[] y, @ForAll Design design) {
        Comparison comparison =
                Comparison.of(SETTINGS.withDesign(design), List.of(base(x)), List.of(candidate(y)));
        Cell.Result r = Objects.requireNonNull(comparison.cells().getFirst().result());
        assertTrue(r.primary().interval().contains(r.primary().ratio()));
        assertTrue(r.check().interval().contains(r.check().ratio()));
        assertTrue(r.equivalence().contains(r.primary().ratio()));
        Suite suite = comparison.suites().getFirst();
        assertTrue(suite.interval().contains(suite.ratio()));
    }

    @Provide
    Arbitrary<double[]> units() {
        return Arbitraries.integers()
                .between(95, 110)
                .map(i -> i / 100.0)
                .array(Double[].class)
                .ofMinSize(3)
                .ofMaxSize(14)
                .map(values -> Arrays.stream(values).mapToDouble(v -> v).toArray());
    }

    /// The verdict without the one-sided ones, which have no mirror image.
    private static CellVerdict mirrored(Cell cell) {
        return mirrored(cell.verdict());
    }

    private static CellVerdict mirrored(CellVerdict verdict) {
        return verdict == CellVerdict.NO_REGRESSION ? CellVerdict.INCONCLUSIVE : verdict;
    }

    private static CellVerdict mirror(Cell cell) {
        return switch (cell.verdict()) {
            case REGRESSED -> CellVerdict.IMPROVED;
            case IMPROVED -> CellVerdict.REGRESSED;
            default -> cell.verdict();
        };
    }

    private static double[] shuffled(double[] x, Random random) {
        List<Double> values = new ArrayList<>(Arrays.stream(x).boxed().toList());
        Collections.shuffle(values, random);
        return values.stream().mapToDouble(v -> v).toArray();
    }

    /// To rounding: the p of a rank test may step where two sums of ties round apart.
    private static void assertClose(double expected, double actual) {
        if (Double.isInfinite(expected) || expected == 0 || Double.isNaN(expected)) {
            assertEquals(expected, actual);
            return;
        }
        assertEquals(expected, actual, 1e-6 * Math.abs(expected));
    }
}
