package dev.ringmark.ci.bench;

import dev.ringmark.stats.design.CellException;
import dev.ringmark.stats.design.CellRunner;
import dev.ringmark.stats.design.PlannedCell;
import dev.ringmark.stats.exchange.ImportException;
import dev.ringmark.stats.exchange.Repetitions;
import dev.ringmark.stats.exchange.ResultFile;
import dev.ringmark.stats.exchange.ResultFiles;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Measure;
import dev.ringmark.stats.sample.Mode;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;
import dev.ringmark.stats.sample.Tally;
import dev.ringmark.stats.sample.Values;
import dev.ringmark.stats.sample.Variant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Runs each cell of a plan as one fork of JMH, in fresh JVMs with the class path of its variant.
///
/// Beside its samples every fork has facts: when it started, warmed up, measured and stopped, in
/// which JVM, and how busy the machine was. A fork that fails keeps its log in the folder.
public final class JmhForks implements CellRunner {
    /// JMH holds memory by sun.misc.Unsafe, of which newer JVMs warn in every fork.
    private static final String QUIET = "--sun-misc-unsafe-memory-access=allow";

    private static final String LOG = "log.txt";

    private final Map<String, ClassPath> variants;
    private final List<String> jmhOptions;
    private final Path folder;
    private final JmhJvm jvm;
    private final Map<String, JmhTarget> targets = new TreeMap<>();
    private final Map<String, JsonValue> facts = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /// How forks are run.
    ///
    /// @param jmhOptions as its command line takes them; forks, result and format are ours
    /// @param limit what one fork may take
    /// @param ignoresLock run although another JMH holds the machine's lock
    /// @param tick is called now and then while a fork runs
    public record Options(
            List<String> jmhOptions, Duration limit, boolean ignoresLock, Runnable tick) {
        /// Copies JMH's options.
        public Options {
            jmhOptions = List.copyOf(jmhOptions);
        }
    }

    /// @param variants by name; a plan's control must be among them
    /// @param folder takes the logs of forks that fail
    public JmhForks(Map<String, ClassPath> variants, Path folder, Options options) {
        this.variants = Map.copyOf(variants);
        this.jmhOptions = options.jmhOptions();
        this.folder = folder;
        List<String> jvmOptions = new ArrayList<>(List.of(QUIET));
        if (options.ignoresLock()) {
            jvmOptions.add("-Djmh.ignoreLock=true");
        }
        this.jvm = new JmhJvm(jvmOptions, options.limit(), options.tick());
    }

    /// The benchmarks of a variant that match, with their modes and parameters, by the names that a
    /// plan has for them.
    ///
    /// @throws CellException saying what JMH said
    public SortedMap<String, JmhTarget> find(String variant, List<String> patterns) {
        List<String> arguments = new ArrayList<>(List.of("list"));
        Path work = work("list-" + variant);
        arguments.add(work.toString());
        arguments.addAll(patterns);
        arguments.addAll(jmhOptions);
        try {
            String why = jvm.run(classPath(variant), arguments, work.resolve(LOG));
            if (why != null) {
                throw new CellException("variant " + variant + ": JMH lists no benchmarks: " + why);
            }
            SortedMap<String, JmhTarget> found = new TreeMap<>();
            for (String line : Files.readAllLines(work.resolve(JmhDriver.TARGETS))) {
                JmhTarget target = JmhTarget.parse(line);
                found.put(target.toString(), target);
            }
            targets.putAll(found);
            return found;
        } catch (IOException e) {
            throw new CellException("variant " + variant + ": " + e.getMessage(), e);
        } finally {
            delete(work);
        }
    }

    @Override
    public List<Sample> run(PlannedCell cell) {
        JmhTarget target = targets.get(cell.benchmark());
        if (target == null) {
            throw new CellException(cell.benchmark() + ": no variant has it");
        }
        return run(cell, target);
    }

    /// Runs a cell whose benchmark is another one for each variant.
    List<Sample> run(PlannedCell cell, JmhTarget target) {
        Path work = work("fork-%04d".formatted(cell.order()));
        List<String> arguments = new ArrayList<>(List.of("run", work.toString(), target.encoded()));
        arguments.addAll(jmhOptions);
        facts.clear();
        facts.put("startedAt", now());
        facts.put("load", JsonValue.Num.of(Machine.load()));
        long stolen = Machine.stolenTicks();
        String why;
        try {
            why = jvm.run(classPath(cell.variant()), arguments, work.resolve(LOG));
        } catch (CellException e) {
            delete(work);
            throw e;
        }
        facts.put("finishedAt", now());
        facts.put("stolenTicks", JsonValue.Num.of(Machine.stolenTicks() - stolen));
        if (why == null) {
            try {
                List<Sample> samples = measured(work, Variant.of(cell.variant()));
                delete(work);
                return samples;
            } catch (IOException | ImportException | SampleException e) {
                why = "its result cannot be read: " + e.getMessage();
            }
        }
        facts.put("log", new JsonValue.Text(folder.relativize(work.resolve(LOG)).toString()));
        return List.of(failed(target, cell.variant(), why));
    }

    /// What else is known of the fork that ran last.
    public Map<String, JsonValue> facts() {
        return Map.copyOf(facts);
    }

    /// What results held that is not passed on.
    public Set<String> notes() {
        return Set.copyOf(notes);
    }

    /// Ends the fork that runs; the call that waits for it throws [CellException]. Any thread may
    /// call this.
    public void stop() {
        jvm.stop();
    }

    private List<Sample> measured(Path work, Variant variant) throws IOException {
        ResultFile result = read(work.resolve(JmhDriver.RESULT), variant);
        notes.addAll(result.notes());
        if (Json.parse(Files.readString(work.resolve(JmhDriver.FACTS)))
                instanceof JsonValue.Obj more) {
            facts.putAll(more.fields());
        }
        Path warmup = work.resolve(JmhDriver.WARMUP);
        if (Files.size(warmup) == 0) {
            return result.samples();
        }
        Fork warm = onlyFork(read(warmup, variant).samples().getFirst());
        return result.samples().stream()
                .map(sample -> isPrimary(sample) ? warmed(sample, warm) : sample)
                .toList();
    }

    private static ResultFile read(Path file, Variant variant) {
        return ResultFiles.read(file, variant, Repetitions.OF_ONE_PROCESS);
    }

    private static boolean isPrimary(Sample sample) {
        Measure measure = sample.benchmark().measure();
        return measure.equals(Measure.time("time")) || measure.equals(Measure.rate("throughput"));
    }

    private static Sample warmed(Sample sample, Fork warmup) {
        Fork fork = onlyFork(sample);
        Fork whole =
                new Fork(
                        fork.block(),
                        warmup.iterations(),
                        fork.iterations(),
                        fork.tally(),
                        fork.excluded());
        return sample(sample.benchmark(), sample.variant(), sample.fingerprint(), whole);
    }

    private static Fork onlyFork(Sample sample) {
        List<Fork> forks = sample.forks().toList();
        if (forks.size() != 1) {
            throw new SampleException("forks", forks.size(), "1");
        }
        return forks.getFirst();
    }

    /// A fork that has no value, and why.
    private static Sample failed(JmhTarget target, String variant, String why) {
        Map<String, String> params = new TreeMap<>(target.params());
        if (target.threads() != 1) {
            params.put("(threads)", Integer.toString(target.threads()));
        }
        if (target.batch() != 1) {
            params.put("(batch)", Integer.toString(target.batch()));
        }
        Mode mode =
                switch (target.mode()) {
                    case "thrpt" -> Mode.THROUGHPUT;
                    case "sample" -> Mode.SAMPLE_TIME;
                    case "ss" -> Mode.SINGLE_SHOT;
                    default -> Mode.AVERAGE_TIME;
                };
        Measure measure =
                mode == Mode.THROUGHPUT ? Measure.rate("throughput") : Measure.time("time");
        return sample(
                BenchmarkId.of(target.name(), params, mode, measure),
                Variant.of(variant),
                Fingerprint.UNKNOWN,
                new Fork(Fork.NO_BLOCK, Values.NONE, Values.NONE, Tally.NONE, why));
    }

    private static Sample sample(BenchmarkId id, Variant variant, Fingerprint machine, Fork fork) {
        return new Sample(
                id,
                variant,
                machine,
                Replication.FORK,
                List.of(new Boot(List.of(fork))),
                List.of());
    }

    private String classPath(String variant) {
        ClassPath path = variants.get(variant);
        if (path == null) {
            throw new CellException(variant + ": no such variant");
        }
        return path.toString();
    }

    private Path work(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new CellException("cannot make a folder in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path work) {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new CellException("cannot clear up " + work + ": " + e.getMessage(), e);
        }
    }

    private static JsonValue now() {
        return new JsonValue.Text(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
