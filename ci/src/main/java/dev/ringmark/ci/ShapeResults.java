package dev.ringmark.ci;

import dev.ringmark.ci.bench.ShapeList;
import dev.ringmark.stats.compare.Cell;
import dev.ringmark.stats.compare.Comparison;
import dev.ringmark.stats.compare.Design;
import dev.ringmark.stats.compare.Estimate;
import dev.ringmark.stats.compare.Interval;
import dev.ringmark.stats.compare.Settings;
import dev.ringmark.stats.design.Plan;
import dev.ringmark.stats.exchange.Repetitions;
import dev.ringmark.stats.exchange.ResultFiles;
import dev.ringmark.stats.sample.Collapse;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/// What a record of shapes holds: what each peer took, and how ours compare.
final class ShapeResults {
    static final String TIME = "time";
    static final String CPU = "cpu";
    static final String ALLOCATED = "allocated";

    private static final Settings SETTINGS = Settings.defaults().withDesign(Design.BLOCKED);

    private final ShapeList shapes;

    /// By variant.
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    /// By two variants and the measure.
    private final Map<String, Map<String, Estimate>> compared = new HashMap<>();

    private ShapeResults(ShapeList shapes) {
        this.shapes = shapes;
    }

    /// How one of ours compares with a peer; a ratio above 1 means that ours took longer.
    ///
    /// @param cpu null where nothing says it
    record Ratio(
            ShapeList.Peer ours,
            ShapeList.Peer peer,
            Estimate wall,
            @Nullable Estimate cpu,
            OptionalDouble goal) {

        /// `met` and `missed` where the interval of the time says so, `open` where it does not;
        /// empty where there is no goal.
        String verdict() {
            if (goal.isEmpty()) {
                return "";
            }
            double max = goal.getAsDouble();
            Interval interval = wall.interval();
            if (!interval.isBounded()) {
                return wall.ratio() <= max ? "looks met" : "looks missed";
            }
            if (interval.hi() <= max) {
                return "met";
            }
            return interval.lo() > max ? "missed" : "open";
        }
    }

    /// Reads what there is of these shapes.
    ///
    /// @throws dev.ringmark.stats.exchange.ImportException when it is no such record
    static ShapeResults of(ShapeList shapes, Path record, Predicate<String> isMeasured) {
        ShapeResults results = new ShapeResults(shapes);
        shapes.peers().keySet().stream()
                .filter(isMeasured)
                .forEach(peer -> results.read(record, peer));
        if (isMeasured.test(Plan.CONTROL)) {
            results.read(record, Plan.CONTROL);
        }
        return results;
    }

    ShapeList shapes() {
        return shapes;
    }

    /// How many forks of a peer have a value of a shape.
    int forks(String shape, String peer) {
        return units(shape, peer, TIME).length;
    }

    /// The geometric mean over forks, in the base unit; NaN where there is none.
    double mean(String shape, String peer, String measure) {
        double[] units = units(shape, peer, measure);
        return units.length == 0
                ? Double.NaN
                : Math.exp(Arrays.stream(units).map(Math::log).average().orElse(Double.NaN));
    }

    /// Each of ours with each other peer that have been measured, in the order of the list.
    List<Ratio> ratios(ShapeList.Shape shape) {
        return shape.peers().entrySet().stream()
                .filter(peer -> !peer(peer.getKey()).isOurs())
                .flatMap(
                        peer ->
                                shape.peers().keySet().stream()
                                        .map(this::peer)
                                        .filter(ShapeList.Peer::isOurs)
                                        .map(ours -> ratio(shape, ours, peer))
                                        .flatMap(java.util.Optional::stream))
                .toList();
    }

    /// The base's second self against the base: in how many shapes the interval leaves out 1, and
    /// in how many there is one.
    int[] control() {
        List<Interval> intervals =
                compare(Plan.CONTROL, shapes.base(), TIME).values().stream()
                        .map(Estimate::interval)
                        .filter(Interval::isBounded)
                        .toList();
        int apart = (int) intervals.stream().filter(i -> !i.contains(1)).count();
        return new int[] {apart, intervals.size()};
    }

    private ShapeList.Peer peer(String name) {
        return shapes.peers().getOrDefault(name, new ShapeList.Peer(name, name, false));
    }

    private java.util.Optional<Ratio> ratio(
            ShapeList.Shape shape, ShapeList.Peer ours, Map.Entry<String, OptionalDouble> other) {
        String peer = other.getKey();
        Estimate wall = compare(ours.name(), peer, TIME).get(shape.id());
        return wall == null
                ? java.util.Optional.empty()
                : java.util.Optional.of(
                        new Ratio(
                                ours,
                                peer(peer),
                                wall,
                                compare(ours.name(), peer, CPU).get(shape.id()),
                                other.getValue()));
    }

    /// By shape, where both have values.
    private Map<String, Estimate> compare(String ours, String peer, String measure) {
        return compared.computeIfAbsent(
                ours + " " + peer + " " + measure,
                _ -> {
                    List<Sample> base = of(peer, measure);
                    List<Sample> candidate = of(ours, measure);
                    Map<String, Estimate> estimates = new HashMap<>();
                    if (base.isEmpty() || candidate.isEmpty()) {
                        return estimates;
                    }
                    for (Cell cell : Comparison.of(SETTINGS, base, candidate).cells()) {
                        Cell.Result result = cell.result();
                        if (result != null) {
                            estimates.put(cell.benchmark().name(), result.primary());
                        }
                    }
                    return estimates;
                });
    }

    private double[] units(String shape, String peer, String measure) {
        return of(peer, measure).stream()
                .filter(sample -> sample.benchmark().name().equals(shape))
                .findFirst()
                .map(sample -> Collapse.units(sample).toArray())
                .orElse(new double[0]);
    }

    private List<Sample> of(String peer, String measure) {
        return samples.getOrDefault(peer, List.of()).stream()
                .filter(sample -> sample.benchmark().measure().name().equals(measure))
                .toList();
    }

    private void read(Path record, String variant) {
        samples.put(
                variant,
                ResultFiles.read(record, Variant.of(variant), Repetitions.OF_ONE_PROCESS)
                        .samples());
    }
}
