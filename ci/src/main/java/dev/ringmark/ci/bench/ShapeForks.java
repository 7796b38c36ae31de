package dev.ringmark.ci.bench;

import dev.ringmark.stats.design.CellRunner;
import dev.ringmark.stats.design.Plan;
import dev.ringmark.stats.design.PlannedCell;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Sample;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs each cell of a plan of shapes as one fork: its variant is a peer, its benchmark a shape.
public final class ShapeForks implements CellRunner {
    private final ShapeList shapes;
    private final Plan plan;
    private final JmhForks forks;

    /// @param plan its variants are peers, its benchmarks are shapes
    /// @param folder takes the logs of forks that fail
    public ShapeForks(
            ShapeList shapes, Plan plan, ClassPath path, Path folder, JmhForks.Options options) {
        this.shapes = shapes;
        this.plan = plan;
        forks = new JmhForks(classPaths(plan, path), folder, options);
    }

    /// The same classes for every variant of a plan.
    public static Map<String, ClassPath> classPaths(Plan plan, ClassPath path) {
        Map<String, ClassPath> paths = new HashMap<>();
        plan.variants().forEach(variant -> paths.put(variant, path));
        return paths;
    }

    @Override
    public List<Sample> run(PlannedCell cell) {
        Map<String, String> params =
                Map.of("shape", cell.benchmark(), "peer", plan.isReally(cell.variant()));
        JmhTarget target = new JmhTarget(shapes.benchmark(), "avgt", 1, 1, new TreeMap<>(params));
        return forks.run(cell, target).stream().map(sample -> named(sample, cell)).toList();
    }

    /// What else is known of the fork that ran last.
    public Map<String, JsonValue> facts() {
        return forks.facts();
    }

    /// Ends the fork that runs. Any thread may call this.
    public void stop() {
        forks.stop();
    }

    /// The same of each peer, so that they can be compared.
    private static Sample named(Sample sample, PlannedCell cell) {
        BenchmarkId id = sample.benchmark();
        return new Sample(
                BenchmarkId.of(cell.benchmark(), Map.of(), id.mode(), id.measure()),
                sample.variant(),
                sample.fingerprint(),
                sample.replication(),
                sample.boots(),
                sample.warnings());
    }
}
