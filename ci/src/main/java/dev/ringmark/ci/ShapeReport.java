package dev.ringmark.ci;

import dev.ringmark.ci.bench.ShapeList;
import dev.ringmark.stats.compare.Estimate;
import dev.ringmark.stats.record.JsonValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The results of shapes as tables, as Markdown, and as JSON.
final class ShapeReport {
    private static final double US_PER_S = 1e6;
    private static final double BYTES_PER_KIB = 1024;
    private static final List<String> TIMES =
            List.of("", "wall us", "CPU us", "KiB allocated", "forks");
    private static final List<String> RATIOS = List.of("ours / theirs", "wall", "CPU", "goal", "");

    private final ShapeResults results;

    ShapeReport(ShapeResults results) {
        this.results = results;
    }

    /// For people at a terminal.
    List<String> text() {
        List<String> lines = new ArrayList<>();
        for (ShapeList.Shape shape : results.shapes().shapes().values()) {
            lines.add(shape.id() + ": " + shape.says());
            List<List<String>> times = new ArrayList<>(List.of(TIMES));
            times.addAll(times(shape));
            Layout.table(times).forEach(line -> lines.add("  " + line));
            List<List<String>> ratios = ratios(shape);
            if (!ratios.isEmpty()) {
                lines.add("");
                ratios.addFirst(RATIOS);
                Layout.table(ratios).forEach(line -> lines.add("  " + line));
            }
            lines.add("");
        }
        lines.addAll(Layout.wrap(control(), 0));
        return lines;
    }

    /// For a page.
    List<String> markdown() {
        List<List<String>> times = new ArrayList<>();
        List<List<String>> ratios = new ArrayList<>();
        for (ShapeList.Shape shape : results.shapes().shapes().values()) {
            times(shape).forEach(row -> times.add(behind(shape.id(), row)));
            ratios(shape).forEach(row -> ratios.add(behind(shape.id(), row)));
        }
        List<String> lines = new ArrayList<>(table(behind("shape", TIMES), times));
        lines.add("");
        lines.addAll(table(behind("shape", RATIOS), ratios));
        lines.add("");
        lines.add(control());
        return lines;
    }

    /// For machines.
    JsonValue json() {
        List<Map<String, Object>> shapes = new ArrayList<>();
        for (ShapeList.Shape shape : results.shapes().shapes().values()) {
            List<Map<String, Object>> peers = new ArrayList<>();
            for (String peer : shape.peers().keySet()) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("peer", peer);
                fields.put("forks", results.forks(shape.id(), peer));
                fields.put("wallSeconds", number(shape, peer, ShapeResults.TIME));
                fields.put("cpuSeconds", number(shape, peer, ShapeResults.CPU));
                fields.put("allocatedBytes", number(shape, peer, ShapeResults.ALLOCATED));
                peers.add(fields);
            }
            List<Map<String, Object>> ratios = new ArrayList<>();
            for (ShapeResults.Ratio ratio : results.ratios(shape)) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("ours", ratio.ours().name());
                fields.put("peer", ratio.peer().name());
                fields.put("wall", json(ratio.wall()));
                fields.put("cpu", json(ratio.cpu()));
                if (ratio.goal().isPresent()) {
                    fields.put("goal", JsonValue.Num.of(ratio.goal().getAsDouble()));
                    fields.put("verdict", ratio.verdict());
                }
                ratios.add(fields);
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("shape", shape.id());
            fields.put("peers", peers);
            fields.put("ratios", ratios);
            shapes.add(fields);
        }
        return Fields.json(shapes);
    }

    /// What the numbers are worth.
    private String control() {
        int[] control = results.control();
        String base = results.shapes().base();
        return control[1] == 0
                ? "No intervals: 6 blocks or more are needed for any."
                : "A/A: %s against itself: %d of %d 95 %% intervals leave out 1."
                        .formatted(base, control[0], control[1]);
    }

    private List<List<String>> times(ShapeList.Shape shape) {
        List<List<String>> rows = new ArrayList<>();
        for (String name : shape.peers().keySet()) {
            ShapeList.Peer peer = results.shapes().peers().get(name);
            rows.add(
                    List.of(
                            peer == null ? name : peer.label(),
                            figure(results.mean(shape.id(), name, ShapeResults.TIME) * US_PER_S),
                            figure(results.mean(shape.id(), name, ShapeResults.CPU) * US_PER_S),
                            figure(
                                    results.mean(shape.id(), name, ShapeResults.ALLOCATED)
                                            / BYTES_PER_KIB),
                            Integer.toString(results.forks(shape.id(), name))));
        }
        return rows;
    }

    private List<List<String>> ratios(ShapeList.Shape shape) {
        List<List<String>> rows = new ArrayList<>();
        for (ShapeResults.Ratio ratio : results.ratios(shape)) {
            rows.add(
                    List.of(
                            ratio.ours().label() + " / " + ratio.peer().label(),
                            text(ratio.wall()),
                            text(ratio.cpu()),
                            ratio.goal().isPresent()
                                    ? String.format(Locale.ROOT, "%.2f", ratio.goal().getAsDouble())
                                    : "",
                            ratio.verdict()));
        }
        return rows;
    }

    private static String text(@Nullable Estimate estimate) {
        if (estimate == null) {
            return "-";
        }
        return estimate.interval().isBounded()
                ? String.format(
                        Locale.ROOT,
                        "%.2f [%.2f, %.2f]",
                        estimate.ratio(),
                        estimate.interval().lo(),
                        estimate.interval().hi())
                : String.format(Locale.ROOT, "%.2f", estimate.ratio());
    }

    private static @Nullable Map<String, Object> json(@Nullable Estimate estimate) {
        if (estimate == null) {
            return null;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ratio", JsonValue.Num.of(estimate.ratio()));
        if (estimate.interval().isBounded()) {
            fields.put("low", JsonValue.Num.of(estimate.interval().lo()));
            fields.put("high", JsonValue.Num.of(estimate.interval().hi()));
        }
        return fields;
    }

    private @Nullable JsonValue number(ShapeList.Shape shape, String peer, String measure) {
        double mean = results.mean(shape.id(), peer, measure);
        return Double.isNaN(mean) ? null : JsonValue.Num.of(mean);
    }

    private static String figure(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    private static List<String> behind(String first, List<String> row) {
        List<String> all = new ArrayList<>(row);
        all.addFirst(first);
        return all;
    }

    private static List<String> table(List<String> heads, List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("| " + String.join(" | ", heads) + " |");
        lines.add("|---".repeat(heads.size()) + "|");
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        return lines;
    }
}
