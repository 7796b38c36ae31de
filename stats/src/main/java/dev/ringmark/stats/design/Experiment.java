package dev.ringmark.stats.design;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Collapse;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.UnitValue;
import dev.ringmark.stats.sample.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Runs a plan, cell by cell in its order.
public final class Experiment {
    private final Plan plan;
    private final CellRunner runner;
    private final @Nullable PrecisionStop stop;

    /// By variant of the plan and benchmark, the forks so far in their blocks.
    private final Map<String, Map<BenchmarkId, List<Sample>>> measured = new LinkedHashMap<>();

    /// @param stop null to run all blocks
    public Experiment(Plan plan, CellRunner runner, @Nullable PrecisionStop stop) {
        this.plan = plan;
        this.runner = runner;
        this.stop = stop;
    }

    /// Runs until the plan or the precision is reached.
    ///
    /// @param sink is given each cell and what it measured, as soon as it is there
    /// @return how many blocks were run
    public int run(BiConsumer<PlannedCell, List<Sample>> sink) {
        int block = 0;
        for (PlannedCell cell : plan.cells()) {
            if (cell.block() > block) {
                if (stop != null && stop.isEnough(logRatios())) {
                    return block + 1;
                }
                block = cell.block();
            }
            List<Sample> named = new ArrayList<>();
            for (Sample sample : runner.run(cell)) {
                named.add(placed(sample, cell));
            }
            for (Sample sample : named) {
                measured.computeIfAbsent(cell.variant(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(sample.benchmark(), _ -> new ArrayList<>())
                        .add(sample);
            }
            sink.accept(cell, named);
        }
        return plan.blocks();
    }

    /// Each variant's forks of each benchmark, in order.
    public Map<String, List<List<Sample>>> samples() {
        Map<String, List<List<Sample>>> all = new LinkedHashMap<>();
        measured.forEach((variant, by) -> all.put(variant, List.copyOf(by.values())));
        return all;
    }

    private static Sample placed(Sample sample, PlannedCell cell) {
        List<Fork> forks = sample.forks().map(fork -> fork.inBlock(cell.block())).toList();
        return new Sample(
                sample.benchmark(),
                Variant.of(cell.variant()),
                sample.fingerprint(),
                sample.replication(),
                List.of(new Boot(forks)),
                sample.warnings());
    }

    private List<List<Double>> logRatios() {
        List<List<Double>> all = new ArrayList<>();
        Map<BenchmarkId, List<Sample>> base = measured.getOrDefault(plan.base(), Map.of());
        measured.forEach(
                (variant, by) -> {
                    if (!variant.equals(plan.base())) {
                        base.forEach(
                                (id, samples) ->
                                        all.add(
                                                ratios(
                                                        means(samples),
                                                        means(by.getOrDefault(id, List.of())))));
                    }
                });
        return all;
    }

    private static List<Double> ratios(Map<Integer, Double> base, Map<Integer, Double> other) {
        List<Double> ratios = new ArrayList<>();
        base.forEach(
                (block, value) -> {
                    Double against = other.get(block);
                    if (against != null) {
                        ratios.add(Math.log(against / value));
                    }
                });
        return ratios;
    }

    private static Map<Integer, Double> means(List<Sample> samples) {
        Map<Integer, Double> byBlock = new LinkedHashMap<>();
        for (Sample sample : samples) {
            for (UnitValue unit : Collapse.units(sample).values()) {
                byBlock.put(unit.block(), unit.value());
            }
        }
        return byBlock;
    }
}
