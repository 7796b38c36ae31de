package dev.ringmark.ci.bench;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Drives JMH in a JVM whose class path is that of one variant, and nothing of ours but this
/// package.
public final class JmhDriver {
    /// What JMH measured, as its own JSON.
    static final String RESULT = "result.json";

    /// The warm-up as if it had been measured, in the same form.
    static final String WARMUP = "warmup.json";

    /// When what happened, and in which JVM.
    static final String FACTS = "facts.json";

    /// The targets there are, a line each.
    static final String TARGETS = "targets";

    private JmhDriver() {}

    /// Lists what can be measured, or measures one of it.
    ///
    /// @param args `list FOLDER [JMH's options]` or `run FOLDER TARGET [JMH's options]`; the answer
    ///     is in files of that folder
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        try {
            if (args[0].equals("list")) {
                list(folder, new CommandLineOptions(Arrays.copyOfRange(args, 2, args.length)));
            } else {
                run(
                        folder,
                        JmhTarget.parse(args[2]),
                        new CommandLineOptions(Arrays.copyOfRange(args, 3, args.length)));
            }
        } catch (RunnerException | CommandLineOptionException e) {
            System.out.println("JMH: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void list(Path folder, CommandLineOptions options) throws IOException {
        OutputFormat silent =
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        TreeSet<String> lines = new TreeSet<>();
        for (BenchmarkListEntry entry :
                BenchmarkList.defaultList()
                        .find(silent, options.getIncludes(), options.getExcludes())) {
            for (Mode mode : modes(entry, options)) {
                for (SortedMap<String, String> params : params(entry, options)) {
                    int threads = options.getThreads().orElse(entry.getThreads().orElse(1));
                    int batch =
                            options.getMeasurementBatchSize()
                                    .orElse(entry.getMeasurementBatchSize().orElse(1));
                    lines.add(
                            new JmhTarget(
                                            entry.getUsername(),
                                            mode.shortLabel(),
                                            threads < 1
                                                    ? Runtime.getRuntime().availableProcessors()
                                                    : threads,
                                            batch,
                                            params)
                                    .encoded());
                }
            }
        }
        Files.write(folder.resolve(TARGETS), lines);
    }

    private static Collection<Mode> modes(BenchmarkListEntry entry, CommandLineOptions options) {
        Collection<Mode> asked =
                options.getBenchModes().isEmpty()
                        ? List.of(entry.getMode())
                        : options.getBenchModes();
        List<Mode> all = new ArrayList<>(List.of(Mode.values()));
        all.remove(Mode.All);
        return asked.contains(Mode.All) ? all : asked;
    }

    /// Every combination of the parameters' values.
    private static List<SortedMap<String, String>> params(
            BenchmarkListEntry entry, CommandLineOptions options) {
        List<SortedMap<String, String>> all = new ArrayList<>();
        all.add(new TreeMap<>());
        Map<String, String[]> declared = entry.getParams().orElse(Map.of());
        for (Map.Entry<String, String[]> param : declared.entrySet()) {
            Collection<String> values =
                    options.getParameter(param.getKey()).orElse(List.of(param.getValue()));
            List<SortedMap<String, String>> longer = new ArrayList<>();
            for (SortedMap<String, String> before : all) {
                for (String value : values) {
                    SortedMap<String, String> with = new TreeMap<>(before);
                    with.put(param.getKey(), value);
                    longer.add(with);
                }
            }
            all = longer;
        }
        return all;
    }

    private static void run(Path folder, JmhTarget target, CommandLineOptions options)
            throws IOException, RunnerException {
        ChainedOptionsBuilder builder =
                new OptionsBuilder()
                        .parent(options)
                        .include("^" + target.name().replace(".", "\\.").replace("$", "\\$") + "$")
                        .mode(Mode.deepValueOf(target.mode()))
                        .forks(1)
                        .warmupForks(0)
                        .shouldFailOnError(true)
                        .resultFormat(ResultFormatType.JSON)
                        .result(folder.resolve(RESULT).toString());
        target.params().forEach(builder::param);
        JmhObserver observer =
                new JmhObserver(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.NORMAL));
        Collection<RunResult> results = new Runner(builder.build(), observer).run();
        if (results.size() != 1) {
            throw new RunnerException(results.size() + " results, expected 1 of " + target);
        }
        Files.writeString(folder.resolve(WARMUP), observer.warmup());
        Files.writeString(folder.resolve(FACTS), observer.facts(results.iterator().next()));
    }
}
