package dev.ringmark.stats.exchange;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Measure;
import dev.ringmark.stats.sample.Mode;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what Google Benchmark writes with `--benchmark_format=json`: the real time of each
/// repetition. Aggregates are computed from repetitions and not read.
final class GoogleBenchmarkJson {
    private final JsonIn in;
    private final Variant variant;
    private final Repetitions repetitions;
    private final SampleList samples;
    private final Map<String, String> stable = new TreeMap<>();
    private final Map<String, String> noted = new TreeMap<>();
    private final Map<String, List<Fork>> byName = new LinkedHashMap<>();
    private final Map<String, String> lines = new LinkedHashMap<>();

    private GoogleBenchmarkJson(JsonIn in, Variant variant, Repetitions repetitions) {
        this.in = in;
        this.variant = variant;
        this.repetitions = repetitions;
        this.samples = new SampleList(in.file());
    }

    static ResultFile read(Path file, Variant variant, Repetitions repetitions) {
        return JsonIn.read(
                file,
                in -> {
                    var reader = new GoogleBenchmarkJson(in, variant, repetitions);
                    in.object(reader::field);
                    return reader.finish();
                });
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "context" -> in.object(this::context);
            case "benchmarks" -> in.array(this::benchmark);
            default -> in.skip();
        }
    }

    private void context(String field) throws IOException {
        switch (field) {
            case "host_name", "num_cpus" -> stable.put(field, in.scalar());
            case "mhz_per_cpu", "cpu_scaling_enabled", "library_build_type", "library_version" ->
                    noted.put(field, in.scalar());
            default -> in.skip();
        }
    }

    private void benchmark() throws IOException {
        Map<String, String> said = new TreeMap<>();
        RawFork fork = new RawFork();
        String place = in.field();
        in.object(
                field -> {
                    switch (field) {
                        case "real_time" -> fork.add(in.number());
                        case "name", "run_name", "run_type", "time_unit", "error_message" ->
                                said.put(field, in.scalar());
                        case "error_occurred" -> {
                            if (in.truth()) {
                                said.put("failed", "");
                            }
                        }
                        default -> in.skip();
                    }
                });
        String name = said.getOrDefault("run_name", said.getOrDefault("name", ""));
        if (name.isBlank()) {
            throw in.refused(place + "/name", "nothing", "a name");
        }
        if (said.getOrDefault("run_type", "iteration").equals("aggregate")) {
            samples.note(name + ": aggregates are not read");
            return;
        }
        String unit = said.getOrDefault("time_unit", "ns");
        Scale scale = Scale.of(unit);
        if (scale == null) {
            throw in.refused(place + "/time_unit", "\"" + unit + "\"", "ns, us, ms or s");
        }
        if (said.containsKey("failed")) {
            fork.exclude("failed: " + said.getOrDefault("error_message", "no message"));
        } else if (fork.size() == 0) {
            throw in.refused(place + "/real_time", "nothing", "a time");
        }
        lines.putIfAbsent(name, in.line());
        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(fork.toFork(scale));
    }

    private ResultFile finish() {
        byName.forEach(
                (name, found) -> {
                    String line = lines.getOrDefault(name, "");
                    samples.add(
                            Repeated.sample(
                                    new Sample(
                                            BenchmarkId.of(
                                                    name,
                                                    Map.of(),
                                                    Mode.UNSTATED,
                                                    Measure.time("time")),
                                            variant,
                                            new Fingerprint(stable, noted),
                                            Replication.FORK,
                                            List.of(new Boot(found)),
                                            List.of()),
                                    repetitions,
                                    in.file(),
                                    line),
                            line,
                            "/benchmarks");
                });
        return samples.finish(Format.GOOGLE_BENCHMARK_JSON);
    }
}
