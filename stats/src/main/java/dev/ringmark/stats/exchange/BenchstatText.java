package dev.ringmark.stats.exchange;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Direction;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Measure;
import dev.ringmark.stats.sample.Mode;
import dev.ringmark.stats.sample.Repeatability;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text of Go's benchmarks: `BenchmarkNop/depth=8-4  1000  312 ns/op  16 B/op`.
///
/// What we write is readable by benchstat: one line for each iteration, and before it, where it
/// changes, a line `fork: 3`, which other readers take for one more key of the configuration. The
/// format has no warm-up, no tally, no mode and no boots, so these are not written.
final class BenchstatText {
    private static final Pattern LINE =
            Pattern.compile("Benchmark(\\S*)\\s+(\\d+)((?:\\s+\\S+\\s+\\S+)+)\\s*");
    private static final Pattern KEY = Pattern.compile("([a-z][^:\\s]*):\\s*(.*)");
    private static final Pattern PROCESSORS = Pattern.compile("(.*)-(\\d+)");

    private final Path file;
    private final Rows rows;
    private final Repetitions repetitions;
    private final Map<String, String> config = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable String fork;
    private boolean ours;

    private BenchstatText(Path file, Variant variant, Repetitions repetitions) {
        this.file = file;
        this.rows = new Rows(file, variant);
        this.repetitions = repetitions;
    }

    static ResultFile read(Path file, Variant variant, Repetitions repetitions) {
        BenchstatText reader = new BenchstatText(file, variant, repetitions);
        TextLines.forEach(file, reader::line);
        Map<String, String> stable = new TreeMap<>(reader.config);
        stable.keySet().retainAll(List.of("goos", "goarch", "cpu"));
        return reader.rows.finish(
                Format.BENCHSTAT,
                Replication.FORK,
                new Fingerprint(stable, Map.of()),
                reader.notes);
    }

    /// Every measured iteration.
    static String write(List<Sample> samples) {
        StringBuilder out = new StringBuilder("ringmark: 1\n");
        int fork = 0;
        for (Sample sample : samples) {
            BenchmarkId id = sample.benchmark();
            String name =
                    "Benchmark/" + Escape.word(id.name()).replace("-", "%2D") + params(id.params());
            for (Fork each : sample.forks().filter(f -> f.excluded() == null).toList()) {
                out.append("fork: ").append(fork++).append('\n');
                for (double value : each.iterations().toArray()) {
                    out.append(name).append(" 1 ").append(value).append(' ');
                    out.append(unit(id.measure())).append('\n');
                }
            }
        }
        return out.toString();
    }

    private static String params(Map<String, String> params) {
        StringBuilder out = new StringBuilder();
        params.forEach(
                (key, value) ->
                        out.append('/')
                                .append(Escape.word(key).replace("-", "%2D"))
                                .append('=')
                                .append(Escape.word(value).replace("-", "%2D")));
        return out.toString();
    }

    /// benchstat knows `sec/op` and `B/s`; any other measure is a unit of its own.
    private static String unit(Measure measure) {
        return switch (measure.unit()) {
            case SECONDS -> measure.name().equals("time") ? "sec/op" : own(measure);
            case PER_SECOND -> measure.name().equals("throughput") ? "op/s" : own(measure);
            case BYTES, COUNT, RATIO, BYTES_PER_SECOND -> own(measure);
        };
    }

    private static String own(Measure measure) {
        String better = measure.direction() == Direction.LOWER_IS_BETTER ? "lower" : "higher";
        return Escape.word(measure.name()) + "|" + Scale.word(measure.unit()) + "|" + better;
    }

    private void line(int number, String text) {
        Matcher line = LINE.matcher(text);
        if (line.matches()) {
            benchmark(Integer.toString(number), line);
            return;
        }
        Matcher key = KEY.matcher(text);
        if (key.matches()) {
            switch (key.group(1)) {
                case "fork" -> fork = key.group(2);
                case "ringmark" -> ours = true;
                default -> config.put(key.group(1), key.group(2));
            }
        } else if (text.startsWith("Benchmark") && !text.matches("Benchmark\\S*\\s*")) {
            throw new ImportException(
                    file,
                    Integer.toString(number),
                    ImportException.problem(
                            "line", text, "name, count, and pairs of value and unit"));
        }
    }

    private void benchmark(String number, Matcher line) {
        Map<String, String> params = new TreeMap<>();
        String name = name(line.group(1), params);
        String[] words = line.group(3).strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i += 2) {
            Measure measure = measure(words[i + 1]);
            Scale scale = Scale.of(words[i + 1]);
            if (measure == null) {
                notes.add("the unit " + words[i + 1] + " is not known: not read");
                continue;
            }
            double value;
            try {
                value = Double.parseDouble(words[i]);
            } catch (NumberFormatException e) {
                throw new ImportException(
                        file, number, ImportException.problem("value", words[i], "a number"), e);
            }
            String place =
                    fork != null
                            ? fork
                            : repetitions == Repetitions.OF_OWN_PROCESSES ? "line " + number : "0";
            rows.value(
                    number,
                    BenchmarkId.of(name, params, Mode.UNSTATED, measure),
                    new Rows.Place("0", place),
                    Rows.Phase.MEASURED,
                    scale == null ? value : scale.toBase(value),
                    1);
        }
    }

    private String name(String text, Map<String, String> params) {
        Matcher processors = PROCESSORS.matcher(text);
        String whole = text;
        if (processors.matches()) {
            whole = processors.group(1);
            params.put("gomaxprocs", processors.group(2));
        }
        List<String> parts = new ArrayList<>();
        for (String part : whole.split("/", -1)) {
            int at = part.indexOf('=');
            if (at > 0) {
                params.put(plain(part.substring(0, at)), plain(part.substring(at + 1)));
            } else if (!part.isEmpty()) {
                parts.add(plain(part));
            }
        }
        String pkg = config.get("pkg");
        String joined = String.join("/", parts);
        return pkg == null ? (joined.isEmpty() ? "Benchmark" : joined) : pkg + "." + joined;
    }

    private String plain(String word) {
        return ours ? Escape.text(word) : word;
    }

    private static @Nullable Measure measure(String unit) {
        String[] own = unit.split("\\|", -1);
        Scale scale = Scale.of(own.length == 3 ? own[1] : unit);
        if (scale == null) {
            return null;
        }
        if (own.length == 3) {
            return new Measure(
                    Escape.text(own[0]),
                    scale.unit(),
                    own[2].equals("lower") ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER,
                    Repeatability.NOISY);
        }
        return switch (scale.unit()) {
            case SECONDS -> Measure.time("time");
            case PER_SECOND -> Measure.rate("throughput");
            case BYTES, COUNT, RATIO, BYTES_PER_SECOND ->
                    new Measure(unit, scale.unit(), scale.direction(), Repeatability.NOISY);
        };
    }
}
