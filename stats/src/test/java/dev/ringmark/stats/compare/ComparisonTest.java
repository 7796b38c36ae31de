package dev.ringmark.stats.compare;

import static dev.ringmark.stats.compare.Measured.BASE;
import static dev.ringmark.stats.compare.Measured.NEW;
import static dev.ringmark.stats.compare.Measured.TIME;
import static dev.ringmark.stats.compare.Measured.base;
import static dev.ringmark.stats.compare.Measured.candidate;
import static dev.ringmark.stats.compare.Measured.cell;
import static dev.ringmark.stats.compare.Measured.noisy;
import static dev.ringmark.stats.compare.Measured.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.Unit;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Collapse;
import dev.ringmark.stats.sample.Direction;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Measure;
import dev.ringmark.stats.sample.Mode;
import dev.ringmark.stats.sample.Repeatability;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;
import dev.ringmark.stats.sample.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Issue 8: which verdict a cell gets, in order of priority, and that nothing is dropped in
/// silence.
class ComparisonTest {
    private static final Settings DEFAULTS = Settings.defaults();

    @Test
    void five_percent_slower_is_a_regression() {
        Cell cell = cell(DEFAULTS, base(noisy(10, 1, .01, 1)), candidate(noisy(10, 1.05, .01, 2)));
        assertEquals(CellVerdict.REGRESSED, cell.verdict());
        Cell.Result result = Objects.requireNonNull(cell.result());
        assertEquals(Method.YUEN_WELCH, result.primary().method());
        assertEquals(Method.MANN_WHITNEY, result.check().method());
        assertTrue(result.primary().interval().contains(1.05), cell.reason());
    }

    @Test
    void more_throughput_is_an_improvement_with_a_ratio_below_1() {
        BenchmarkId rate = BenchmarkId.of("b", Map.of(), Mode.THROUGHPUT, Measure.rate("ops"));
        Cell cell =
                cell(
                        DEFAULTS,
                        sample(rate, BASE, noisy(10, 1, .01, 1)),
                        sample(rate, NEW, noisy(10, 1.05, .01, 2)));
        assertEquals(CellVerdict.IMPROVED, cell.verdict());
        assertEquals(1 / 1.05, Objects.requireNonNull(cell.result()).primary().ratio(), .01);
    }

    @Test
    void a_significant_change_below_the_threshold_is_equivalent() {
        Cell cell =
                cell(DEFAULTS, base(noisy(20, 1, .003, 1)), candidate(noisy(20, 1.008, .003, 2)));
        assertTrue(Objects.requireNonNull(cell.result()).adjustedP() < .001);
        assertEquals(CellVerdict.EQUIVALENT, cell.verdict());
    }

    @Test
    void faster_by_an_unknown_amount_is_no_regression() {
        Cell cell = cell(DEFAULTS, base(noisy(10, 1, .05, 1)), candidate(noisy(10, .96, .05, 3)));
        assertEquals(CellVerdict.NO_REGRESSION, cell.verdict(), cell.reason());
    }

    @Test
    void too_much_noise_is_inconclusive_and_says_how_many_units_it_takes() {
        Cell cell = cell(DEFAULTS, base(noisy(10, 1, .1, 1)), candidate(noisy(10, 1.02, .1, 2)));
        assertEquals(CellVerdict.INCONCLUSIVE, cell.verdict());
        assertTrue(cell.reason().matches(".*\\+2.0 % takes \\d+ units a side"), cell.reason());
    }

    @Test
    void two_units_are_never_a_verdict() {
        Cell cell = cell(DEFAULTS, base(1e-6, 1e-6), candidate(9e-6, 9e-6, 9e-6));
        assertEquals(CellVerdict.TOO_FEW_UNITS, cell.verdict());
        assertEquals(Method.NONE, Objects.requireNonNull(cell.result()).primary().method());
        assertTrue(has(cell, Warning.Code.MORE_UNITS_NEEDED));
    }

    @Test
    void one_boot_of_many_forks_is_never_a_verdict() {
        List<Fork> forks = IntStream.range(0, 30).mapToObj(i -> Fork.of(1e-6 + i * 1e-9)).toList();
        Cell cell =
                cell(DEFAULTS, boots(List.of(new Boot(forks))), boots(List.of(new Boot(forks))));
        assertEquals(CellVerdict.TOO_FEW_UNITS, cell.verdict());
        assertEquals("3 boots needed on each side, have 1 and 1", cell.reason());
    }

    @Test
    void five_blocks_are_too_few_and_six_are_not() {
        Settings blocked = DEFAULTS.withDesign(Design.BLOCKED);
        Cell five = cell(blocked, base(noisy(5, 1, .01, 1)), candidate(noisy(5, 1.1, .01, 2)));
        assertEquals(CellVerdict.TOO_FEW_UNITS, five.verdict());
        assertEquals("6 blocks needed for a 95 % interval, have 5", five.reason());
        Cell six = cell(blocked, base(noisy(6, 1, .01, 1)), candidate(noisy(6, 1.1, .01, 2)));
        assertEquals(CellVerdict.REGRESSED, six.verdict());
        assertEquals(
                .96875, Objects.requireNonNull(six.result()).primary().interval().level(), 1e-12);
    }

    @Test
    void units_without_blocks_are_no_blocked_design() {
        Sample loose = Sample.ofForks(TIME, BASE, List.of(Fork.of(1e-6), Fork.of(1e-6)));
        Cell cell = cell(DEFAULTS.withDesign(Design.BLOCKED), loose, loose);
        assertEquals(CellVerdict.TOO_FEW_UNITS, cell.verdict());
        assertEquals("6 blocks needed for a 95 % interval, have 0", cell.reason());
    }

    @Test
    void boots_that_differ_ask_for_few_forks_each() {
        List<Boot> boots = new ArrayList<>();
        for (int b = 0; b < 6; b++) {
            double[] forks = noisy(5, 1 + .05 * b, .01, b);
            boots.add(new Boot(Arrays.stream(forks).mapToObj(Fork::of).toList()));
        }
        VarianceComponents components =
                Objects.requireNonNull(VarianceComponents.ofBoots(Collapse.units(boots(boots))));
        assertTrue(components.intraclassCorrelation() > .9, components.toString());
        assertEquals(1, components.bestForksPerBoot(10, 1), .5);
        assertNull(VarianceComponents.ofBoots(Collapse.units(base(1e-6, 2e-6))));
    }

    @Test
    void three_units_a_side_cannot_regress_because_the_check_has_90_percent() {
        Cell cell =
                cell(DEFAULTS, base(1e-6, 1.001e-6, 1.002e-6), candidate(2e-6, 2.001e-6, 2.002e-6));
        assertEquals(CellVerdict.INCONCLUSIVE, cell.verdict());
        assertTrue(has(cell, Warning.Code.ATTAINED_LEVEL));
        assertEquals(.9, Objects.requireNonNull(cell.result()).check().interval().level(), 1e-12);
    }

    @Test
    void a_block_without_a_partner_does_not_count_and_is_said() {
        Settings blocked = DEFAULTS.withDesign(Design.BLOCKED);
        Cell cell = cell(blocked, base(noisy(8, 1, .01, 1)), candidate(noisy(7, 1, .01, 2)));
        assertTrue(has(cell, Warning.Code.BLOCK_INCOMPLETE));
    }

    @Test
    void forks_that_never_settle_make_a_cell_unstable() {
        double[] ramp = IntStream.range(0, 40).mapToDouble(i -> 1e-6 * Math.exp(.05 * i)).toArray();
        List<Fork> forks = IntStream.range(0, 8).mapToObj(i -> Fork.of(ramp)).toList();
        Cell cell =
                cell(DEFAULTS, Sample.ofForks(TIME, BASE, forks), candidate(noisy(8, 9, .01, 1)));
        assertEquals(CellVerdict.UNSTABLE, cell.verdict());
        assertTrue(has(cell, Warning.Code.NO_STEADY_STATE));
    }

    @Test
    void what_one_side_lacks_is_missing() {
        BenchmarkId other = BenchmarkId.time("Ring.read");
        Comparison comparison =
                Comparison.of(
                        DEFAULTS,
                        List.of(base(1e-6), sample(other, BASE, 1e-6)),
                        List.of(candidate(1e-6)));
        Cell cell = comparison.cells().getLast();
        assertEquals(CellVerdict.MISSING, cell.verdict());
        assertEquals("only the base has it", cell.reason());
        assertNull(cell.result());
        assertEquals(1, comparison.suites().getFirst().missing());
    }

    @Test
    void other_parameters_units_and_directions_are_not_comparable() {
        notComparable(
                "parameters differ: {} v {n=2}",
                BenchmarkId.of(
                        "Ring.nop", Map.of("n", "2"), Mode.AVERAGE_TIME, Measure.time("time")));
        notComparable(
                "modes differ: AVERAGE_TIME v SINGLE_SHOT",
                BenchmarkId.of("Ring.nop", Map.of(), Mode.SINGLE_SHOT, Measure.time("time")));
        notComparable(
                "units of measure differ: SECONDS v BYTES",
                BenchmarkId.of(
                        "Ring.nop",
                        Map.of(),
                        Mode.AVERAGE_TIME,
                        new Measure(
                                "time",
                                Unit.BYTES,
                                Direction.LOWER_IS_BETTER,
                                Repeatability.NOISY)));
        notComparable(
                "directions differ: LOWER_IS_BETTER v HIGHER_IS_BETTER",
                BenchmarkId.of(
                        "Ring.nop",
                        Map.of(),
                        Mode.AVERAGE_TIME,
                        new Measure(
                                "time",
                                Unit.SECONDS,
                                Direction.HIGHER_IS_BETTER,
                                Repeatability.NOISY)));
    }

    private static void notComparable(String reason, BenchmarkId other) {
        Comparison comparison =
                Comparison.of(
                        DEFAULTS,
                        List.of(base(noisy(8, 1, .01, 1))),
                        List.of(sample(other, NEW, noisy(8, 1, .01, 2))));
        for (Cell cell : comparison.cells()) {
            assertEquals(CellVerdict.NOT_COMPARABLE, cell.verdict());
            assertEquals(reason, cell.reason());
        }
    }

    @Test
    void two_machines_are_not_comparable_unless_asked_for() {
        Sample there = on(candidate(noisy(8, 1, .01, 2)), "cpu B");
        Cell cell = cell(DEFAULTS, on(base(noisy(8, 1, .01, 1)), "cpu A"), there);
        assertEquals(CellVerdict.NOT_COMPARABLE, cell.verdict());
        assertEquals("machines differ in cpu: cpu A v cpu B", cell.reason());
        Cell asked =
                cell(DEFAULTS.allowingMachines(), on(base(noisy(8, 1, .01, 1)), "cpu A"), there);
        assertTrue(has(asked, Warning.Code.MACHINE_DIFFERS));
        assertTrue(asked.verdict() != CellVerdict.NOT_COMPARABLE);
    }

    @Test
    void exact_measures_need_no_test() {
        BenchmarkId calls =
                BenchmarkId.of(
                        "b",
                        Map.of(),
                        Mode.UNSTATED,
                        new Measure(
                                "syscalls",
                                Unit.COUNT,
                                Direction.LOWER_IS_BETTER,
                                Repeatability.EXACT));
        Sample two = sample(calls, BASE, 2, 2, 2);
        assertEquals(
                CellVerdict.REGRESSED, cell(DEFAULTS, two, sample(calls, NEW, 3, 3, 3)).verdict());
        assertEquals(
                CellVerdict.EQUIVALENT, cell(DEFAULTS, two, sample(calls, NEW, 2, 2, 2)).verdict());
        assertTrue(has(cell(DEFAULTS, two, sample(calls, NEW, 2, 3, 2)), Warning.Code.NOT_EXACT));
        Sample none = sample(calls, NEW, 0, 0, 0);
        assertEquals(CellVerdict.NOT_COMPARABLE, cell(DEFAULTS, two, none).verdict());
        assertEquals(
                CellVerdict.EQUIVALENT,
                cell(DEFAULTS, sample(calls, BASE, 0, 0, 0), none).verdict());
    }

    @Test
    void bad_sides_are_refused() {
        assertThrows(
                SampleException.class, () -> Comparison.of(DEFAULTS, List.of(), List.of(base(1))));
        assertThrows(
                SampleException.class,
                () -> Comparison.of(DEFAULTS, List.of(base(1), base(1)), List.of(candidate(1))));
        assertThrows(SampleException.class, () -> base(1, 0));
        assertThrows(SampleException.class, () -> base(-1));
        assertThrows(SampleException.class, () -> base(Double.NaN));
    }

    @Test
    void a_family_is_corrected_for_its_size() {
        List<Sample> base = Measured.report(40, BASE, .05, 0);
        List<Sample> candidate = Measured.report(40, NEW, .05, 1000);
        for (Cell cell : Comparison.of(DEFAULTS, base, candidate).cells()) {
            Cell.Result result = Objects.requireNonNull(cell.result());
            assertTrue(result.adjustedP() >= result.familyP());
            assertFalse(cell.verdict() == CellVerdict.REGRESSED, cell.reason());
        }
    }

    @Test
    void a_flagged_cell_waits_for_fresh_units() {
        Comparison first =
                Comparison.of(
                        DEFAULTS.inTwoStages(),
                        List.of(base(noisy(10, 1, .01, 1))),
                        List.of(candidate(noisy(10, 1.05, .01, 2))));
        assertEquals(List.of(TIME), first.flagged());
        assertFalse(first.hasRegression());
        Comparison confirmed =
                first.confirm(
                        List.of(base(noisy(10, 1, .01, 3))),
                        List.of(candidate(noisy(10, 1.05, .01, 4))));
        assertEquals(Confirmation.CONFIRMED, confirmed.cells().getFirst().confirmation());
        assertTrue(confirmed.hasRegression());
        Comparison refuted =
                first.confirm(
                        List.of(base(noisy(10, 1, .01, 3))),
                        List.of(candidate(noisy(10, 1, .01, 4))));
        assertEquals(Confirmation.REFUTED, refuted.cells().getFirst().confirmation());
        assertEquals(CellVerdict.INCONCLUSIVE, refuted.cells().getFirst().verdict());
        assertFalse(refuted.hasRegression());
        assertThrows(
                SampleException.class,
                () ->
                        first.confirm(
                                List.of(base(noisy(10, 1, .01, 1))),
                                List.of(candidate(noisy(10, 1.05, .01, 4)))));
    }

    @Test
    void fifty_cells_of_ten_units_warn_of_low_power() {
        List<Sample> base = Measured.report(50, BASE, .02, 0);
        List<Sample> candidate = Measured.report(50, NEW, .02, 99);
        List<Warning> warnings = Comparison.of(DEFAULTS, base, candidate).warnings();
        assertEquals(Warning.Code.LOW_POWER, warnings.getFirst().code());
        assertEquals(List.of(), Comparison.of(DEFAULTS.inTwoStages(), base, candidate).warnings());
    }

    @Test
    void the_suite_keeps_what_benchmarks_share() {
        List<Sample> base = Measured.report(30, BASE, .01, 0);
        List<Sample> candidate = new ArrayList<>();
        double[] shared = noisy(10, 1, .05, 77);
        for (int b = 0; b < 30; b++) {
            BenchmarkId id = BenchmarkId.time("b" + b);
            candidate.add(sample(id, NEW, Measured.scaled(shared, 1.0 + b)));
        }
        Suite joint = Comparison.of(DEFAULTS, base, candidate).suites().getFirst();
        double width = Math.log(joint.interval().hi() / joint.interval().lo());
        // 30 independent benchmarks of 5 % would give a width of about .01; these are one.
        assertTrue(width > .05, "width " + width);
        assertEquals(30, joint.cells());
        assertTrue(joint.interval().contains(joint.ratio()));
    }

    @Test
    void units_that_follow_each_other_are_warned_of() {
        double[] trend = IntStream.range(0, 20).mapToDouble(i -> 1 + .01 * i).toArray();
        Settings blocked = DEFAULTS.withDesign(Design.BLOCKED);
        Cell cell = cell(blocked, base(noisy(20, 1e6, 1e-4, 1)), candidate(trend));
        assertTrue(has(cell, Warning.Code.AUTOCORRELATED));
    }

    private static Sample on(Sample sample, String cpu) {
        return new Sample(
                sample.benchmark(),
                sample.variant(),
                new Fingerprint(Map.of("cpu", cpu), Map.of()),
                sample.replication(),
                sample.boots(),
                List.of());
    }

    private static Sample boots(List<Boot> boots) {
        return new Sample(TIME, BASE, Fingerprint.UNKNOWN, Replication.BOOT, boots, List.of());
    }

    private static boolean has(Cell cell, Warning.Code code) {
        return cell.warnings().stream().anyMatch(w -> w.code() == code);
    }
}
