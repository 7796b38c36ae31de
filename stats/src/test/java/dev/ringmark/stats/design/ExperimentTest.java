package dev.ringmark.stats.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.compare.Comparison;
import dev.ringmark.stats.compare.Design;
import dev.ringmark.stats.compare.Settings;
import dev.ringmark.stats.exchange.ResultFiles;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// SPG-125, M-06: a plan as it runs on a machine whose speed drifts.
class ExperimentTest {
    private static final BenchmarkId NOP = BenchmarkId.time("nop");

    /// A machine that gets slower by 4 % in every 30 runs, with 1 % of noise.
    private static final class Drifting implements CellRunner {
        private final RandomGenerator random;
        private final double ratio;
        private int runs;

        Drifting(long seed, double ratio) {
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            this.ratio = ratio;
        }

        @Override
        public List<Sample> run(PlannedCell cell) {
            double log = Math.log(1.04) * runs++ / 30 + 0.01 * random.nextGaussian();
            if (cell.variant().equals("new")) {
                log += Math.log(ratio);
            }
            return List.of(Sample.ofForks(NOP, Variant.of("any"), List.of(Fork.of(Math.exp(log)))));
        }
    }

    @Test
    void forks_are_given_the_block_and_the_name_of_their_cell() {
        Plan plan = Plan.of(List.of("base", "new"), List.of("nop"), 2, 1);
        List<String> seen = new ArrayList<>();
        new Experiment(plan, new Drifting(1, 1), null)
                .run(
                        (cell, samples) -> {
                            Sample sample = samples.getFirst();
                            assertEquals(cell.block(), sample.forks().toList().getFirst().block());
                            assertEquals(cell.variant(), sample.variant().name());
                            seen.add(cell.variant());
                        });
        assertEquals(plan.cells().stream().map(PlannedCell::variant).toList(), seen);
    }

    @Test
    void drift_flags_4_to_6_percent_of_planned_pairs_and_most_of_sequential_ones() {
        // Statistics.md 2.1, drift, with the planner's own order; 10 blocks, 1500 repetitions, so
        // that the bounds stand 1.8 standard errors off.
        int planned = 0;
        int sequential = 0;
        int repetitions = 1500;
        for (int i = 0; i < repetitions; i++) {
            Plan plan = Plan.of(List.of("base", "new"), List.of("nop"), 10, i);
            if (pairedP(plan, new Drifting(i, 1)) < .05) {
                planned++;
            }
            if (pairedP(inSequence(plan), new Drifting(i, 1)) < .05) {
                sequential++;
            }
        }
        double share = (double) planned / repetitions;
        assertTrue(share > .04 && share < .06, "planned: " + share);
        assertTrue(sequential > .5 * repetitions, "sequential: " + sequential);
    }

    @Test
    void precision_stops_an_experiment_whatever_side_is_faster() {
        List<Integer> blocks = new ArrayList<>();
        for (double ratio : new double[] {1, 0.95, 1.05}) {
            Plan plan = Plan.of(List.of("base", "new"), List.of("nop"), 200, 4);
            PrecisionStop stop = new PrecisionStop(.01, 6);
            blocks.add(new Experiment(plan, new Drifting(4, ratio), stop).run((_, _) -> {}));
        }
        assertTrue(blocks.getFirst() >= 6 && blocks.getFirst() < 40, blocks::toString);
        assertEquals(1, blocks.stream().distinct().count(), blocks::toString);
    }

    @Test
    void precision_never_stops_below_its_least_blocks() {
        PrecisionStop stop = new PrecisionStop(.01, 6);
        assertFalse(stop.isEnough(List.of(List.of(0.0, 0.0, 0.0, 0.0, 0.0))));
        assertTrue(stop.isEnough(List.of(List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0))));
        assertFalse(stop.isEnough(List.of(List.of(0.0, 0.1, -0.1, 0.0, 0.05, 0.0))));
        assertFalse(stop.isEnough(List.of()));
    }

    /// The p of the blocked comparison of new with base.
    private static double pairedP(Plan plan, CellRunner runner) {
        Map<String, List<Sample>> sides =
                Map.of("base", new ArrayList<>(), "new", new ArrayList<>());
        new Experiment(plan, runner, null)
                .run(
                        (cell, samples) ->
                                sides.getOrDefault(cell.variant(), new ArrayList<>())
                                        .addAll(samples));
        Comparison comparison =
                Comparison.of(
                        Settings.defaults().withDesign(Design.BLOCKED),
                        joined(sides.getOrDefault("base", List.of())),
                        joined(sides.getOrDefault("new", List.of())));
        return Objects.requireNonNull(comparison.cells().getFirst().result()).familyP();
    }

    private static List<Sample> joined(List<Sample> samples) {
        return ResultFiles.join(samples.stream().map(List::of).toList());
    }

    /// The same cells, one variant after the other.
    private static Plan inSequence(Plan plan) {
        List<PlannedCell> cells = new ArrayList<>();
        for (String variant : plan.variants()) {
            plan.cells().stream().filter(c -> c.variant().equals(variant)).forEach(cells::add);
        }
        return new Plan(plan.seed(), plan.variants(), plan.benchmarks(), plan.blocks(), cells);
    }
}
