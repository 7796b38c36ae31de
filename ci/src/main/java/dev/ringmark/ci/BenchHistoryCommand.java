package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.history.ChangeDetector;
import dev.ringmark.stats.history.ChangePoint;
import dev.ringmark.stats.history.ChangeState;
import dev.ringmark.stats.history.DetectionOptions;
import dev.ringmark.stats.history.Point;
import dev.ringmark.stats.history.Series;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Collapse;
import dev.ringmark.stats.sample.Direction;
import dev.ringmark.stats.sample.Sample;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Finds where the history of benchmarks changed.
@Command(
        name = "bench-history",
        description = "Finds where the history of benchmarks changed, one result file a revision.",
        footer = {
            "",
            "Examples:",
            "  ringmark bench-history 2026-01-*.json",
            "  ringmark bench-history nightly/*.json --json >changes.json",
            "  ringmark bench-history nightly/*.json --earlier changes.json",
            "                                          change points keep their ids",
            "",
            "The order of the files is the order of the history; a file's name is its",
            "revision.",
            "Exit status: 0 no slowdown in force, 1 the last change of a benchmark is a",
            "confirmed slowdown, 2 unusable input."
        })
final class BenchHistoryCommand extends RingmarkCommand {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "result files, the oldest first")
    private List<String> files = List.of();

    @Option(
            names = "--shift",
            paramLabel = "SHARE",
            defaultValue = "2%",
            converter = Share.Converter.class,
            description = "the smallest change that is reported; default: ${DEFAULT-VALUE}")
    private Share shift = new Share(0);

    @Option(
            names = "--earlier",
            paramLabel = "FILE",
            description = "what an earlier bench-history --json printed")
    private @Nullable Path earlier;

    @Option(names = "--metric", paramLabel = "NAME", description = "look at this one instead")
    private @Nullable String metric;

    BenchHistoryCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Map<BenchmarkId, List<Point>> points = points();
        Map<String, List<ChangePoint>> known = known();
        ChangeDetector detector;
        try {
            detector = new ChangeDetector(DetectionOptions.DEFAULT.withShiftMin(shift.value()));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitStatus.USAGE, "--shift: " + e.getMessage(), e);
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("BENCHMARK", "SINCE", "CHANGE", "P", "STATE", "ID"));
        List<Object> answers = new ArrayList<>();
        boolean slower = false;
        for (Map.Entry<BenchmarkId, List<Point>> entry : points.entrySet()) {
            Series series = series(entry.getKey(), entry.getValue());
            List<ChangePoint> changes =
                    detector.find(series, known.getOrDefault(series.id(), List.of()));
            changes.forEach(change -> rows.add(row(entry.getKey(), change)));
            answers.add(json(entry.getKey(), series, changes));
            slower |= isSlowerNow(changes);
        }
        if (json()) {
            print(Fields.json(answers));
        } else if (rows.size() == 1) {
            print(
                    List.of(
                            "No change in "
                                    + points.size()
                                    + " benchmarks, "
                                    + files.size()
                                    + " files"));
        } else {
            print(Layout.table(rows));
        }
        return slower ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    private Map<BenchmarkId, List<Point>> points() {
        BenchFiles reader = new BenchFiles(context(), false, metric);
        Map<BenchmarkId, List<Point>> points = new TreeMap<>();
        for (String file : files) {
            for (Sample sample : reader.read(file)) {
                double[] units = Collapse.units(sample).toArray();
                double log = Arrays.stream(units).map(Math::log).average().orElse(Double.NaN);
                if (Double.isFinite(log)) {
                    points.computeIfAbsent(sample.benchmark(), _ -> new ArrayList<>())
                            .add(new Point(revision(file), Math.exp(log)));
                } else {
                    context()
                            .terminal()
                            .complain(file + ": no value of " + sample.benchmark() + ", left out");
                }
            }
        }
        return points;
    }

    private static String revision(String file) {
        return String.valueOf(Path.of(file).getFileName()).replaceFirst("\\.[A-Za-z]+$", "");
    }

    private static Series series(BenchmarkId id, List<Point> points) {
        boolean up = id.measure().direction() == Direction.LOWER_IS_BETTER;
        return new Series(id.toString(), up, points);
    }

    /// Whether the last change that still stands is a confirmed one to the worse.
    private static boolean isSlowerNow(List<ChangePoint> changes) {
        List<ChangePoint> standing =
                changes.stream().filter(c -> c.state() != ChangeState.WITHDRAWN).toList();
        return !standing.isEmpty()
                && standing.getLast().state() == ChangeState.CONFIRMED
                && standing.getLast().ratio() > 1;
    }

    private static List<String> row(BenchmarkId id, ChangePoint change) {
        return List.of(
                id.toString(),
                change.revision(),
                String.format(Locale.ROOT, "%+.1f %%", 100 * (change.ratio() - 1)),
                String.format(Locale.ROOT, "%.3f", change.p()),
                lower(change.state()),
                change.id());
    }

    private static Map<String, Object> json(
            BenchmarkId id, Series series, List<ChangePoint> changes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("benchmark", id.toString());
        fields.put("series", series.id());
        fields.put("points", series.points().size());
        List<Object> all = new ArrayList<>();
        for (ChangePoint change : changes) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", change.id());
            one.put("index", change.index());
            one.put("revision", change.revision());
            one.put("ratio", BenchJson.number(change.ratio()));
            one.put("p", BenchJson.number(change.p()));
            one.put("state", lower(change.state()));
            all.add(one);
        }
        fields.put("changes", all);
        return fields;
    }

    private Map<String, List<ChangePoint>> known() {
        Map<String, List<ChangePoint>> known = new LinkedHashMap<>();
        if (earlier == null) {
            return known;
        }
        Path file = context().workingFolder().resolve(earlier);
        try {
            if (!(Json.parse(Files.readString(file)) instanceof JsonValue.Array array)) {
                throw new IllegalArgumentException("not an array");
            }
            for (JsonValue item : array.items()) {
                Map<String, JsonValue> series = fields(item);
                List<ChangePoint> changes = new ArrayList<>();
                if (series.get("changes") instanceof JsonValue.Array list) {
                    list.items().forEach(change -> changes.add(change(fields(change))));
                }
                known.put(text(series, "series"), changes);
            }
            return known;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "--earlier: "
                            + file
                            + " is not what bench-history --json prints: "
                            + e.getMessage(),
                    e);
        }
    }

    private static ChangePoint change(Map<String, JsonValue> fields) {
        return new ChangePoint(
                text(fields, "id"),
                (int) number(fields, "index"),
                text(fields, "revision"),
                number(fields, "ratio"),
                number(fields, "p"),
                ChangeState.valueOf(text(fields, "state").toUpperCase(Locale.ROOT)));
    }

    private static Map<String, JsonValue> fields(JsonValue value) {
        if (value instanceof JsonValue.Obj object) {
            return object.fields();
        }
        throw new IllegalArgumentException("not an object: " + Json.write(value));
    }

    private static String text(Map<String, JsonValue> fields, String name) {
        if (fields.get(name) instanceof JsonValue.Text text) {
            return text.value();
        }
        throw new IllegalArgumentException(name + ": no text");
    }

    private static double number(Map<String, JsonValue> fields, String name) {
        if (fields.get(name) instanceof JsonValue.Num number) {
            return number.value().doubleValue();
        }
        throw new IllegalArgumentException(name + ": no number");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
