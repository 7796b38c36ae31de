package dev.ringmark.stats.exchange;

import dev.ringmark.stats.record.Unit;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Direction;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Measure;
import dev.ringmark.stats.sample.Mode;
import dev.ringmark.stats.sample.Repeatability;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;
import dev.ringmark.stats.sample.Variant;
import dev.ringmark.stats.sample.Warning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads what JMH 1.x writes with `-rf json`.
///
/// Errors and percentiles of the file are pooled over forks and not read. A mode `sample` gives the
/// mean of each iteration, as JMH scores it, and every single operation as the fork's tally.
final class JmhJson {
    private static final Set<String> NOTED =
            Set.of(
                    "jmhVersion",
                    "jvm",
                    "jdkVersion",
                    "vmName",
                    "vmVersion",
                    "warmupIterations",
                    "warmupTime",
                    "warmupBatchSize",
                    "measurementIterations",
                    "measurementTime");

    /// One metric of a run.
    private static final class Metric {
        final String name;
        final List<RawFork> forks = new ArrayList<>();
        String unit = "";
        String place = "";

        Metric(String name) {
            this.name = name;
        }
    }

    private final JsonIn in;
    private final Variant variant;
    private final SampleList samples;

    // The run that is being read.
    private final Map<String, String> params = new TreeMap<>();
    private final Map<String, String> noted = new TreeMap<>();
    private final List<Metric> secondary = new ArrayList<>();
    private @Nullable Metric primary;
    private String benchmark = "";
    private String mode = "";
    private long forks = -1;

    private JmhJson(JsonIn in, Variant variant) {
        this.in = in;
        this.variant = variant;
        this.samples = new SampleList(in.file());
    }

    static ResultFile read(Path file, Variant variant) {
        return JsonIn.read(
                file,
                in -> {
                    JmhJson reader = new JmhJson(in, variant);
                    in.array(reader::run);
                    return reader.samples.finish(Format.JMH_JSON);
                });
    }

    private void run() throws IOException {
        params.clear();
        noted.clear();
        secondary.clear();
        primary = null;
        benchmark = "";
        mode = "";
        forks = -1;
        String place = in.field();
        String line = in.line();
        in.object(this::field);
        if (benchmark.isBlank()) {
            throw in.refused(place + "/benchmark", "nothing", "a name");
        }
        if (primary == null) {
            throw in.refused(place + "/primaryMetric", "nothing", "a metric");
        }
        if (forks > 0 && !primary.forks.isEmpty() && primary.forks.size() != forks) {
            throw in.refused(
                    primary.place + "/rawData",
                    primary.forks.size() + " forks",
                    forks + ", as /forks says");
        }
        add(primary, true, line);
        for (Metric metric : secondary) {
            add(metric, false, line);
        }
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "benchmark" -> benchmark = in.text();
            case "mode" -> mode = in.text();
            case "forks" -> forks = in.whole();
            case "threads" -> special("threads", in.whole());
            case "measurementBatchSize" -> special("batch", in.whole());
            case "params" -> in.object(name -> params.put(name, in.scalar()));
            case "primaryMetric" -> primary = metric("");
            case "secondaryMetrics" -> in.object(name -> secondary.add(metric(name)));
            default -> {
                if (NOTED.contains(field)) {
                    noted.put(field, in.scalar());
                } else {
                    in.skip();
                }
            }
        }
    }

    /// What changes the meaning of a value is part of the benchmark's identity, where it is not 1.
    private void special(String name, long value) {
        if (value != 1) {
            params.put("(" + name + ")", Long.toString(value));
        }
    }

    private Metric metric(String name) throws IOException {
        Metric metric = new Metric(name);
        metric.place = in.field();
        in.object(
                field -> {
                    switch (field) {
                        case "scoreUnit" -> metric.unit = in.text();
                        case "rawData" -> in.array(() -> values(fork(metric)));
                        case "rawDataHistogram" -> in.array(() -> histograms(fork(metric)));
                        default -> in.skip();
                    }
                });
        return metric;
    }

    private static RawFork fork(Metric metric) {
        RawFork fork = new RawFork();
        metric.forks.add(fork);
        return fork;
    }

    private void values(RawFork fork) throws IOException {
        in.array(() -> fork.add(in.number()));
    }

    private void histograms(RawFork fork) throws IOException {
        in.array(() -> histogram(fork));
    }

    private void histogram(RawFork fork) throws IOException {
        double[] sum = new double[2];
        in.array(
                () -> {
                    double[] pair = new double[2];
                    int[] size = new int[1];
                    in.array(
                            () -> {
                                double number = in.number();
                                if (size[0] == 2) {
                                    throw in.refused("[value, count]");
                                }
                                pair[size[0]++] = number;
                            });
                    if (size[0] != 2 || !(pair[1] >= 1) || pair[1] != Math.rint(pair[1])) {
                        throw in.refused(in.field(), "count " + pair[1], "1 or more, whole");
                    }
                    fork.count(pair[0], (long) pair[1]);
                    sum[0] += pair[0] * pair[1];
                    sum[1] += pair[1];
                });
        if (sum[1] > 0) {
            fork.add(sum[0] / sum[1]);
        }
    }

    private void add(Metric metric, boolean isPrimary, String line) {
        Scale scale = Scale.of(metric.unit);
        if (scale == null && isPrimary) {
            throw in.refused(
                    metric.place + "/scoreUnit",
                    "\"" + metric.unit + "\"",
                    "a time per operation or operations per time");
        }
        if (scale == null || (metric.forks.isEmpty() && !isPrimary)) {
            samples.note(
                    metric.name
                            + ": not read, "
                            + (scale == null
                                    ? "its unit \"" + metric.unit + "\" is not known"
                                    : "no raw data"));
            return;
        }
        List<Warning> warnings = new ArrayList<>();
        if (metric.forks.stream().allMatch(fork -> fork.size() == 0)) {
            metric.forks.clear();
            warnings.add(
                    new Warning(
                            Warning.Code.RAW_DATA_MISSING,
                            "the file has scores only: run JMH without -Djmh.json.rawData=false"));
        }
        if (forks == 0) {
            warnings.add(
                    new Warning(
                            Warning.Code.REPLICATION_DOUBTFUL,
                            "forks=0: measured within JMH's own JVM, not in a fork"));
        }
        List<Fork> done = metric.forks.stream().map(fork -> fork.toFork(scale)).toList();
        try {
            samples.add(
                    new Sample(
                            new BenchmarkId(
                                    benchmark,
                                    new TreeMap<>(params),
                                    mode(),
                                    measure(metric.name, scale)),
                            variant,
                            new Fingerprint(Map.of(), noted),
                            Replication.FORK,
                            List.of(new Boot(done)),
                            warnings),
                    line,
                    metric.place);
        } catch (SampleException e) {
            throw new ImportException(in.file(), line, metric.place + ": " + e.getMessage(), e);
        }
    }

    private static Measure measure(String secondary, Scale scale) {
        if (!secondary.isEmpty()) {
            // Profilers mark what they add with a dot in front. What the collector does is a cost.
            boolean cost = secondary.startsWith("gc.") || secondary.startsWith("·gc.");
            return new Measure(
                    secondary,
                    scale.unit(),
                    cost ? Direction.LOWER_IS_BETTER : scale.direction(),
                    Repeatability.NOISY);
        }
        return scale.unit() == Unit.SECONDS ? Measure.time("time") : Measure.rate("throughput");
    }

    private Mode mode() {
        return switch (mode) {
            case "thrpt" -> Mode.THROUGHPUT;
            case "avgt" -> Mode.AVERAGE_TIME;
            case "sample" -> Mode.SAMPLE_TIME;
            case "ss" -> Mode.SINGLE_SHOT;
            default ->
                    throw in.refused(
                            benchmark + "/mode", "\"" + mode + "\"", "thrpt, avgt, sample or ss");
        };
    }
}
