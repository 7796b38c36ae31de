package dev.ringmark.stats.exchange;

import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;
import dev.ringmark.stats.sample.Variant;
import dev.ringmark.stats.sample.Warning;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Reads result files of any known kind, joins the samples of several, and writes them.
public final class ResultFiles {
    private static final int HEAD_CHARS = 1 << 16;

    private ResultFiles() {}

    /// The samples of a file, whose kind is seen from its content.
    ///
    /// @throws ImportException naming file, line and field of what is wrong
    public static ResultFile read(Path file, Variant variant, Repetitions repetitions) {
        return switch (format(file)) {
            case JMH_JSON -> JmhJson.read(file, variant);
            case GOOGLE_BENCHMARK_JSON -> GoogleBenchmarkJson.read(file, variant, repetitions);
            case HYPERFINE_JSON -> HyperfineJson.read(file, variant);
            case BENCHSTAT -> BenchstatText.read(file, variant, repetitions);
            case CSV -> CsvText.read(file, variant);
            case RECORD -> RecordFile.read(file, variant);
        };
    }

    /// Which kind of file it is.
    static Format format(Path file) {
        String head = head(file);
        String start = head.stripLeading();
        if (start.isEmpty()) {
            throw new ImportException(file, "", "empty");
        }
        if (start.startsWith("[")) {
            return Format.JMH_JSON;
        }
        if (start.startsWith("{")) {
            String first = start.lines().findFirst().orElse("");
            if (first.contains("\"runId\"")) {
                return Format.RECORD;
            }
            boolean hyperfine = head.contains("\"results\"") && !head.contains("\"benchmarks\"");
            return hyperfine ? Format.HYPERFINE_JSON : Format.GOOGLE_BENCHMARK_JSON;
        }
        String first = start.lines().findFirst().orElse("");
        if (first.contains(",") && first.contains("benchmark")) {
            return Format.CSV;
        }
        if (head.lines()
                .anyMatch(line -> line.startsWith("Benchmark") || line.startsWith("fork:"))) {
            return Format.BENCHSTAT;
        }
        throw new ImportException(
                file,
                "1",
                ImportException.problem(
                        "content",
                        first,
                        "JSON of JMH, Google Benchmark or hyperfine, benchstat text, CSV with a"
                                + " column benchmark, or a Ringmark record"));
    }

    /// Samples of one benchmark become one, with the forks of all; the order is that of the parts.
    /// Joining is associative: parts may be joined in any grouping.
    ///
    /// @throws SampleException for one benchmark with two variants, two replications, or from two
    ///     machines
    public static List<Sample> join(List<List<Sample>> parts) {
        Map<BenchmarkId, Sample> joined = new LinkedHashMap<>();
        for (List<Sample> part : parts) {
            for (Sample sample : part) {
                joined.merge(sample.benchmark(), sample, ResultFiles::join);
            }
        }
        return List.copyOf(joined.values());
    }

    /// Every raw value in a line of its own, read again without loss.
    public static String csv(List<Sample> samples) {
        return CsvText.write(samples);
    }

    /// What benchstat reads: measured iterations without their mode.
    public static String benchstat(List<Sample> samples) {
        return BenchstatText.write(samples);
    }

    /// A whole record, which holds everything.
    ///
    /// @throws SampleException if the samples come from two machines
    public static String record(List<Sample> samples, Tool tool) {
        Fingerprint machine = Fingerprint.UNKNOWN;
        for (Sample sample : samples) {
            refuseTwoMachines(sample.benchmark().toString(), machine, sample.fingerprint());
            machine = join(machine, sample.fingerprint());
        }
        return RecordFile.write(samples, tool, machine);
    }

    /// What our own record holds of a sample: one result for each fork.
    public static List<ResultLine> record(Sample sample) {
        return RecordFile.lines(sample, 0);
    }

    /// The same for a part of a sample, whose first fork has this number in the whole.
    public static List<ResultLine> record(Sample sample, int fork) {
        return RecordFile.lines(sample, fork);
    }

    /// What the environment of a record holds of the machine, as its extras.
    public static Map<String, JsonValue> record(Fingerprint fingerprint) {
        return RecordFile.machine(fingerprint);
    }

    private static Sample join(Sample a, Sample b) {
        String name = a.benchmark().toString();
        if (!a.variant().equals(b.variant())) {
            throw new SampleException(
                    name + ": variant", b.variant().name(), a.variant().name() + ", as before");
        }
        if (a.replication() != b.replication()) {
            throw new SampleException(
                    name + ": replication", b.replication(), a.replication() + ", as before");
        }
        refuseTwoMachines(name, a.fingerprint(), b.fingerprint());
        List<Boot> boots = new ArrayList<>(a.boots());
        boots.addAll(b.boots());
        if (a.replication() == Replication.FORK) {
            // Nothing says whether two files come from one boot; where forks count, boots do not.
            List<Fork> forks = boots.stream().flatMap(boot -> boot.forks().stream()).toList();
            boots = List.of(new Boot(forks));
        }
        Set<Warning> warnings = new LinkedHashSet<>(a.warnings());
        warnings.addAll(b.warnings());
        return new Sample(
                a.benchmark(),
                a.variant(),
                join(a.fingerprint(), b.fingerprint()),
                a.replication(),
                boots,
                List.copyOf(warnings));
    }

    private static void refuseTwoMachines(String name, Fingerprint a, Fingerprint b) {
        for (String field : a.stableDifferences(b)) {
            throw new SampleException(
                    name + ": machine." + field,
                    b.stable().getOrDefault(field, ""),
                    a.stable().getOrDefault(field, "") + ", as before: two machines");
        }
    }

    /// All that either states; where a noted field has several values it has them all.
    private static Fingerprint join(Fingerprint a, Fingerprint b) {
        Map<String, String> stable = new HashMap<>(a.stable());
        stable.putAll(b.stable());
        Map<String, String> noted = new HashMap<>(a.noted());
        b.noted().forEach((key, value) -> noted.merge(key, value, ResultFiles::both));
        return new Fingerprint(stable, noted);
    }

    private static String both(String a, String b) {
        SortedSet<String> all = new TreeSet<>(List.of(a.split(" \\| ", -1)));
        all.addAll(List.of(b.split(" \\| ", -1)));
        return String.join(" | ", all);
    }

    private static String head(Path file) {
        char[] head = new char[HEAD_CHARS];
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int size = 0;
            int n = in.read(head, 0, HEAD_CHARS);
            while (n > 0) {
                size += n;
                n = in.read(head, size, HEAD_CHARS - size);
            }
            return new String(head, 0, size);
        } catch (NoSuchFileException e) {
            throw new ImportException(file, "", "no such file", e);
        } catch (CharacterCodingException e) {
            throw new ImportException(file, "", "not UTF-8 text", e);
        } catch (IOException e) {
            throw new ImportException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }
}
