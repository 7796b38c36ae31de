package dev.ringmark.stats.exchange;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Measure;
import dev.ringmark.stats.sample.Mode;
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
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads what hyperfine writes with `--export-json`: each run is a process of its own. A run that
/// failed is excluded, and says with which status.
final class HyperfineJson {
    private static final Scale SECONDS =
            Objects.requireNonNull(Scale.of("s"), "the table has seconds");

    private final JsonIn in;
    private final Variant variant;
    private final SampleList samples;

    private HyperfineJson(JsonIn in, Variant variant) {
        this.in = in;
        this.variant = variant;
        this.samples = new SampleList(in.file());
    }

    static ResultFile read(Path file, Variant variant) {
        return JsonIn.read(
                file,
                in -> {
                    HyperfineJson reader = new HyperfineJson(in, variant);
                    in.object(reader::field);
                    return reader.samples.finish(Format.HYPERFINE_JSON);
                });
    }

    private void field(String field) throws IOException {
        if (field.equals("results")) {
            in.array(this::result);
        } else {
            in.skip();
        }
    }

    private void result() throws IOException {
        String place = in.field();
        String line = in.line();
        String[] command = new String[1];
        Map<String, String> params = new TreeMap<>();
        List<RawFork> runs = new ArrayList<>();
        List<@Nullable Long> statuses = new ArrayList<>();
        in.object(
                field -> {
                    switch (field) {
                        case "command" -> command[0] = in.text();
                        case "parameters" -> in.object(name -> params.put(name, in.scalar()));
                        case "times" -> times(runs);
                        case "exit_codes" ->
                                in.array(() -> statuses.add(in.isNull() ? null : in.whole()));
                        default -> in.skip();
                    }
                });
        if (command[0] == null || command[0].isBlank()) {
            throw in.refused(place + "/command", "nothing", "the command");
        }
        if (!statuses.isEmpty() && statuses.size() != runs.size()) {
            throw in.refused(
                    place + "/exit_codes",
                    statuses.size() + " of them",
                    runs.size() + ", one for each of /times");
        }
        for (int i = 0; i < statuses.size(); i++) {
            Long status = statuses.get(i);
            if (status == null || status != 0) {
                runs.get(i).exclude("exit status " + (status == null ? "unknown" : status));
            }
        }
        List<Fork> forks = runs.stream().map(run -> run.toFork(SECONDS)).toList();
        List<Warning> warnings =
                forks.isEmpty()
                        ? List.of(
                                new Warning(
                                        Warning.Code.RAW_DATA_MISSING,
                                        "no /times in the file, only their summary"))
                        : List.of();
        BenchmarkId id = BenchmarkId.of(command[0], params, Mode.SINGLE_SHOT, Measure.time("time"));
        try {
            samples.add(
                    new Sample(
                            id,
                            variant,
                            Fingerprint.UNKNOWN,
                            Replication.FORK,
                            List.of(new Boot(forks)),
                            warnings),
                    line,
                    place);
        } catch (SampleException e) {
            throw new ImportException(in.file(), line, place + "/times: " + e.getMessage(), e);
        }
    }

    private void times(List<RawFork> runs) throws IOException {
        in.array(
                () -> {
                    RawFork run = new RawFork();
                    run.add(in.number());
                    runs.add(run);
                });
    }
}
