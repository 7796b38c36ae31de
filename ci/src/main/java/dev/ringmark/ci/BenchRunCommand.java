package dev.ringmark.ci;

import dev.ringmark.ci.bench.ClassPath;
import dev.ringmark.ci.bench.ExperimentRecord;
import dev.ringmark.ci.bench.JmhForks;
import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.design.CellException;
import dev.ringmark.stats.design.Plan;
import dev.ringmark.stats.design.PrecisionStop;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.sample.SampleException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// Runs an experiment: a plan in randomised complete blocks, a JVM for each fork.
@Command(
        name = "bench-run",
        description = {
            "Runs JMH benchmarks of several variants in randomised blocks, one fork at a",
            "time. What follows -- goes to JMH, for example -wi 5 -i 5 -p depth=8 -prof gc."
        },
        footer = {
            "",
            "Examples:",
            "  ringmark bench-run --variant base=a.jar --variant new=b.jar --benchmark Nop",
            "  ringmark bench-run --variant base=@a.cp --variant new=@b.cp --benchmark Nop \\",
            "           --blocks 20 --seed 7 -- -wi 5 -i 5 -jvmArgsAppend -Xmx1g",
            "                                          class paths from files",
            "  ringmark bench-run --variant base=a.jar --resume out/...",
            "                                          goes on with a run that was stopped",
            "",
            "The first variant is the base; every block runs it a second time, as 'control':",
            "the two must not differ. The record has warm-up, times and environment of each",
            "fork. One that fails is excluded with its reason; the others count. To judge:",
            "  ringmark bench-compare RECORD#base RECORD#new --design blocked",
            "Exit status: 0 complete, 2 usage, 3 a benchmark of a variant has no fork that",
            "worked, 130 interrupted; the record is then whole up to there, and --resume",
            "goes on."
        })
final class BenchRunCommand extends RingmarkCommand {
    @Option(
            names = "--variant",
            paramLabel = "NAME=CLASSPATH",
            required = true,
            description = "a jar, a class path, or @FILE with one; repeat it, the base first")
    private Map<String, String> variants = new LinkedHashMap<>();

    @Option(
            names = "--benchmark",
            paramLabel = "REGEX",
            split = ",",
            description = "which of their benchmarks; default: all")
    private List<String> benchmarks = List.of(".*");

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "10",
            description = "how often each runs; 6 or more for a verdict; default: ${DEFAULT-VALUE}")
    private int blocks;

    @Option(
            names = "--precision",
            paramLabel = "SHARE",
            converter = Share.Converter.class,
            description = "stop once all 95 %% intervals are that narrow, either way")
    private @Nullable Share precision;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "what one fork may take; default: ${DEFAULT-VALUE}")
    private int limit;

    @Mixin private ExperimentOptions experiment = new ExperimentOptions();

    @Parameters(paramLabel = "JMH OPTION", description = "options of JMH, behind --")
    private List<String> jmhOptions = List.of();

    BenchRunCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        if (limit < 1) {
            throw usage("--limit: " + limit + ", expected 1 or more");
        }
        if (precision != null && experiment.resumes()) {
            throw usage("--precision and --resume do not go together");
        }
        try {
            return run(classPaths());
        } catch (SampleException e) {
            throw new CommandException(ExitStatus.USAGE, "--" + e.getMessage(), e);
        } catch (CellException | RecordException e) {
            throw new CommandException(ExitStatus.COULD_NOT_RUN, String.valueOf(e.getMessage()), e);
        }
    }

    private ExitStatus run(Map<String, ClassPath> paths) {
        Run stopped = experiment.stopped(context());
        long chosen = experiment.seed(stopped);
        // Checks the names before a folder is made.
        Plan.of(List.copyOf(variants.keySet()), List.of("any"), blocks, chosen);
        PrecisionStop stop =
                precision == null
                        ? null
                        : new PrecisionStop(precision.value(), PrecisionStop.BLOCKS_MIN);
        RunFolder folder = experiment.folder(context(), "bench");
        Progress progress = new Progress(context().terminal(), "forks");
        long start = System.nanoTime();
        JmhForks forks =
                new JmhForks(
                        paths,
                        folder.path(),
                        new JmhForks.Options(
                                jmhOptions,
                                Duration.ofSeconds(limit),
                                experiment.ignoresLock(),
                                () -> progress.show(Duration.ofNanos(System.nanoTime() - start))));
        try (Interruption interruption = Interruption.of(forks::stop)) {
            try {
                Plan plan = Plan.of(List.copyOf(variants.keySet()), common(forks), blocks, chosen);
                Run earlier =
                        stopped == null
                                ? null
                                : ExperimentRecord.sameAs(stopped, plan, paths, jmhOptions);
                try (ExperimentRecord record =
                        ExperimentRecord.open(
                                folder.record(),
                                folder.runId(),
                                BenchRun.tool(),
                                plan,
                                paths,
                                jmhOptions,
                                earlier)) {
                    BenchRun run = new BenchRun(plan, forks, forks::facts, record, progress);
                    BenchRun.Outcome outcome = run.run(stop, earlier, interruption::happened);
                    progress.clear();
                    forks.notes().forEach(context().terminal()::complain);
                    show(outcome, plan, folder);
                    return outcome.status();
                }
            } catch (CellException e) {
                if (interruption.happened()) {
                    throw new CommandException(ExitStatus.INTERRUPTED, "interrupted", e);
                }
                throw e;
            } finally {
                progress.clear();
                folder.tidy("");
            }
        }
    }

    private Map<String, ClassPath> classPaths() {
        SequencedMap<String, ClassPath> paths = new LinkedHashMap<>();
        variants.forEach(
                (name, text) ->
                        paths.put(name, ClassPath.of(name, text, context().workingFolder())));
        paths.put(Plan.CONTROL, paths.sequencedValues().getFirst());
        return paths;
    }

    /// What all variants have; what only some have is said and left out.
    private List<String> common(JmhForks forks) {
        Set<String> all = new TreeSet<>();
        List<Set<String>> found = new ArrayList<>();
        for (String variant : variants.keySet()) {
            Set<String> of = forks.find(variant, benchmarks).keySet();
            found.add(of);
            all.addAll(of);
        }
        Set<String> common = new TreeSet<>(all);
        found.forEach(common::retainAll);
        all.removeAll(common);
        all.forEach(
                name ->
                        context()
                                .terminal()
                                .complain(name + ": left out, not all variants have it"));
        if (common.isEmpty()) {
            throw usage(
                    "--benchmark: "
                            + String.join(",", benchmarks)
                            + ", expected one that all variants have");
        }
        return List.copyOf(common);
    }

    private void show(BenchRun.Outcome outcome, Plan plan, RunFolder folder) {
        if (json()) {
            print(Fields.json(outcome.fields(plan, folder)));
            return;
        }
        Path file = folder.record();
        List<String> lines = outcome.lines(plan, folder);
        for (String variant : plan.variants()) {
            if (!variant.equals(plan.base())
                    && (plan.variants().size() == 2 || !variant.equals(Plan.CONTROL))) {
                lines.add(
                        "ringmark bench-compare %s#%s %s#%s --design blocked"
                                .formatted(file, plan.base(), file, variant));
            }
        }
        print(lines);
    }

    private static CommandException usage(String message) {
        return new CommandException(ExitStatus.USAGE, message);
    }
}
