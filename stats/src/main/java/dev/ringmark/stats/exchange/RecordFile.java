package dev.ringmark.stats.exchange;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.LineCodec;
import dev.ringmark.stats.record.Metric;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.ResultBuilder;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Unit;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Direction;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Measure;
import dev.ringmark.stats.sample.Mode;
import dev.ringmark.stats.sample.Repeatability;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Values;
import dev.ringmark.stats.sample.Variant;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Samples in our own record: one result for each fork.
///
/// The parameters of the result say which benchmark, variant, boot, fork and block it is; metrics
/// are `measured`, `warmup`, `tally` and `tally_counts`. The machine is `machine` and `noted` of
/// the environment's extras.
final class RecordFile {
    private static final String MEASURED = "measured";
    private static final String WARMUP = "warmup";
    private static final String TALLY = "tally";
    private static final String TALLY_COUNTS = "tally_counts";
    private static final String VARIANT = "variant";

    private RecordFile() {}

    /// @param variant whose results are read, and only those; where the record has one variant only
    ///     it may have any name
    static ResultFile read(Path file, Variant variant) {
        Run run;
        try {
            run = RecordReader.read(file, ReadMode.STRICT);
        } catch (RecordException e) {
            throw new ImportException(file, "", String.valueOf(e.getMessage()), e);
        }
        List<ResultLine> results =
                run.results().stream().filter(r -> r.kind() == Kind.BENCHMARK).toList();
        List<String> variants =
                results.stream().map(r -> r.params().getOrDefault(VARIANT, "")).distinct().toList();
        if (variants.size() > 1 && !variants.contains(variant.name())) {
            throw new ImportException(
                    file,
                    "",
                    ImportException.problem(
                            VARIANT, variant.name(), "one of " + String.join(", ", variants)));
        }
        Rows rows = new Rows(file, variant);
        Replication replication = Replication.FORK;
        for (int i = 0; i < results.size(); i++) {
            ResultLine result = results.get(i);
            if (variants.size() == 1 || variant.name().equals(result.params().get(VARIANT))) {
                try {
                    read(rows, result, "result " + (i + 1));
                    replication = constant(Replication.values(), result, "replication");
                } catch (IllegalArgumentException e) {
                    throw new ImportException(file, "", result.id() + ": " + e.getMessage(), e);
                }
            }
        }
        Map<String, JsonValue> extras = run.header().env().extras();
        return rows.finish(
                Format.RECORD,
                replication,
                new Fingerprint(texts(extras.get("machine")), texts(extras.get("noted"))),
                List.of());
    }

    /// The results of all forks of a sample, numbered from `first` in each boot.
    static List<ResultLine> lines(Sample sample, int first) {
        List<ResultLine> lines = new ArrayList<>();
        for (int b = 0; b < sample.boots().size(); b++) {
            List<Fork> forks = sample.boots().get(b).forks();
            for (int f = 0; f < forks.size(); f++) {
                lines.add(line(sample, b, first + f, forks.get(f)).build());
            }
        }
        return lines;
    }

    /// A whole record of results that were made elsewhere: of the run itself nothing is known but
    /// what the samples say of their machine.
    static String write(List<Sample> samples, Tool tool, Fingerprint machine) {
        Environment env =
                Environment.builder("unknown", "unknown").extras(machine(machine)).build();
        StringBuilder out = new StringBuilder();
        line(out, new RunHeader("imported", Instant.EPOCH, tool, "bench", 0, env));
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Sample sample : samples) {
            for (ResultLine result : lines(sample, 0)) {
                counts.merge(result.verdict(), 1, Integer::sum);
                line(out, result);
            }
        }
        line(out, new EndLine(Instant.EPOCH, RunStatus.COMPLETED, "imported", counts));
        return out.toString();
    }

    private static void line(StringBuilder out, RecordLine line) {
        out.append(LineCodec.encode(line)).append('\n');
    }

    static Map<String, JsonValue> machine(Fingerprint fingerprint) {
        return Map.of(
                "machine", object(fingerprint.stable()), "noted", object(fingerprint.noted()));
    }

    private static ResultBuilder line(Sample sample, int boot, int number, Fork fork) {
        BenchmarkId id = sample.benchmark();
        Measure measure = id.measure();
        Map<String, String> params = new TreeMap<>();
        params.put("benchmark", id.name());
        params.put("params", Escape.pairs(id.params()));
        params.put("mode", lower(id.mode()));
        params.put("measure", measure.name());
        params.put("direction", lower(measure.direction()));
        params.put("repeatability", lower(measure.repeatability()));
        params.put("replication", lower(sample.replication()));
        params.put(VARIANT, sample.variant().name());
        params.put("boot", Integer.toString(boot));
        params.put("fork", Integer.toString(number));
        if (fork.block() != Fork.NO_BLOCK) {
            params.put("block", Integer.toString(fork.block()));
        }
        List<Metric> metrics = new ArrayList<>();
        metrics.add(metric(MEASURED, measure.unit(), fork.iterations()));
        if (fork.warmup().size() > 0) {
            metrics.add(metric(WARMUP, measure.unit(), fork.warmup()));
        }
        if (fork.tally().total() > 0) {
            SortedMap<Double, Long> counts = fork.tally().counts();
            metrics.add(new Metric(TALLY, measure.unit(), List.copyOf(counts.keySet())));
            metrics.add(
                    new Metric(
                            TALLY_COUNTS,
                            Unit.COUNT,
                            counts.values().stream().map(Long::doubleValue).toList()));
        }
        Verdict verdict = fork.excluded() == null ? Verdict.PASS : Verdict.BROKEN;
        String slug = id.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return ResultLine.builder("bench." + slug, Kind.BENCHMARK, verdict)
                .params(params)
                .reason(fork.excluded())
                .metrics(metrics);
    }

    private static Metric metric(String name, Unit unit, Values values) {
        return new Metric(name, unit, values.stream().boxed().toList());
    }

    private static void read(Rows rows, ResultLine result, String line) {
        Unit unit =
                result.metrics().stream()
                        .filter(m -> m.name().equals(MEASURED))
                        .map(Metric::unit)
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("no metric named " + MEASURED));
        Measure measure =
                new Measure(
                        param(result, "measure"),
                        unit,
                        constant(Direction.values(), result, "direction"),
                        constant(Repeatability.values(), result, "repeatability"));
        BenchmarkId id =
                BenchmarkId.of(
                        param(result, "benchmark"),
                        Escape.map(param(result, "params")),
                        constant(Mode.values(), result, "mode"),
                        measure);
        Rows.Place place = new Rows.Place(param(result, "boot"), param(result, "fork"));
        String block = result.params().get("block");
        rows.fork(
                line,
                id,
                place,
                block == null ? Fork.NO_BLOCK : Integer.parseInt(block),
                result.verdict() == Verdict.PASS
                        ? null
                        : result.reason() == null ? "no reason recorded" : result.reason());
        List<Double> tally = List.of();
        for (Metric metric : result.metrics()) {
            switch (metric.name()) {
                case MEASURED -> add(rows, line, id, place, Rows.Phase.MEASURED, metric);
                case WARMUP -> add(rows, line, id, place, Rows.Phase.WARMUP, metric);
                case TALLY -> tally = metric.values();
                case TALLY_COUNTS -> {
                    for (int i = 0; i < tally.size(); i++) {
                        long count = metric.values().get(i).longValue();
                        rows.value(line, id, place, Rows.Phase.TALLY, tally.get(i), count);
                    }
                }
                default -> {}
            }
        }
    }

    private static void add(
            Rows rows, String line, BenchmarkId id, Rows.Place place, Rows.Phase phase, Metric of) {
        of.values().forEach(value -> rows.value(line, id, place, phase, value, 1));
    }

    private static String param(ResultLine result, String name) {
        String value = result.params().get(name);
        if (value == null) {
            throw new IllegalArgumentException("params." + name + ": missing");
        }
        return value;
    }

    private static <E extends Enum<E>> E constant(E[] constants, ResultLine result, String name) {
        String text = param(result, name);
        for (E constant : constants) {
            if (lower(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("params." + name + ": " + text + " is not known");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static JsonValue object(Map<String, String> texts) {
        Map<String, JsonValue> fields = new TreeMap<>();
        texts.forEach((key, value) -> fields.put(key, new JsonValue.Text(value)));
        return new JsonValue.Obj(fields);
    }

    private static Map<String, String> texts(@Nullable JsonValue value) {
        Map<String, String> texts = new TreeMap<>();
        if (value instanceof JsonValue.Obj object) {
            object.fields()
                    .forEach(
                            (key, field) -> {
                                if (field instanceof JsonValue.Text text) {
                                    texts.put(key, text.value());
                                }
                            });
        }
        return texts;
    }
}
