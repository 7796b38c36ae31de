package dev.ringmark.ci;

import dev.ringmark.ci.bench.ClassPath;
import dev.ringmark.ci.bench.ExperimentRecord;
import dev.ringmark.ci.bench.JmhForks;
import dev.ringmark.ci.bench.ShapeForks;
import dev.ringmark.ci.bench.ShapeList;
import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.design.CellException;
import dev.ringmark.stats.design.Plan;
import dev.ringmark.stats.exchange.ImportException;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.sample.SampleException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Measures our runtime and its peers in shapes: what programs do all the time.
@Command(
        name = "bench",
        description = {
            "Measures the runtime against its peers in shapes, things that programs do all",
            "the time: messages, fan-out, files, sockets. A fork is one shape of one peer in",
            "a JVM of its own; a block runs every shape on every peer once, in random order."
        },
        footer = {
            "",
            "Examples:",
            "  ringmark bench                          all of them, an hour",
            "  ringmark bench --quick --shapes 'fanout*'",
            "                                          a look at two of them, within a minute",
            "  ringmark bench --list                   what there is, and the goals",
            "  ringmark bench --shapes 'net_*' --peers 'ring_2,netty*' --blocks 12",
            "",
            "Times are of one iteration of the shape, by the wall clock and of CPU in the",
            "whole process. A ratio is ours to theirs, below 1 where ours takes less, with",
            "its 95 %% interval over blocks; a goal is met or missed when the whole interval",
            "is on one side of it. Compare ratios of one run only, and let nothing else run",
            "meanwhile.",
            "Exit status: 0 complete, 2 usage, 3 a shape of a peer has no fork that worked,",
            "130 interrupted; the record is then whole up to there, and --resume goes on."
        })
final class BenchCommand extends RingmarkCommand {
    private static final String CATALOG = "dev.ringmark.runtime.bench.shape.Shapes";
    private static final List<String> LONG = List.of("-wi", "12", "-i", "4");
    private static final List<String> SHORT = List.of("-wi", "5", "-i", "2");
    private static final List<String> TIMES = List.of("-w", "200ms", "-r", "200ms");
    private static final int BLOCKS = 6;
    private static final int BLOCKS_QUICK = 2;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Option(
            names = "--shapes",
            paramLabel = "NAME",
            split = ",",
            description = "which; names, or patterns with * and ?; default: all")
    private List<String> shapeNames = List.of("*");

    @Option(
            names = "--peers",
            paramLabel = "NAME",
            split = ",",
            description =
                    "on whom, beside ring_2, which every other is compared with by; default:"
                            + " all")
    private List<String> peerNames = List.of("*");

    @Option(
            names = "--quick",
            description = "few and short forks: a look that says roughly how it stands, no verdict")
    private boolean quick;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            description = "how often each runs; 6 or more for intervals; default: 6, quick: 2")
    private @Nullable Integer blocks;

    @Option(names = "--list", description = "say what shapes and peers there are, and run nothing")
    private boolean list;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "write the tables there as Markdown too")
    private @Nullable Path markdown;

    @Mixin private ExperimentOptions experiment = new ExperimentOptions();

    @Option(
            names = "--classes",
            paramLabel = "CLASSPATH",
            hidden = true,
            description = "shapes of somebody else's")
    private @Nullable String classes;

    @Option(
            names = "--catalog",
            paramLabel = "CLASS",
            hidden = true,
            description = "who lists those shapes")
    private String catalog = CATALOG;

    BenchCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        try {
            ClassPath path = classPath();
            ShapeList all = ShapeList.of(path, catalog);
            ShapeList chosen = chosen(all);
            if (list) {
                show(chosen);
                return ExitStatus.OK;
            }
            return run(chosen, path);
        } catch (SampleException e) {
            throw new CommandException(ExitStatus.USAGE, "--" + e.getMessage(), e);
        } catch (CellException | RecordException | ImportException e) {
            throw new CommandException(ExitStatus.COULD_NOT_RUN, String.valueOf(e.getMessage()), e);
        }
    }

    private ExitStatus run(ShapeList shapes, ClassPath path) {
        Run stopped = experiment.stopped(context());
        Plan plan = plan(shapes, stopped);
        List<String> options = jmhOptions(shapes);
        Map<String, ClassPath> paths = ShapeForks.classPaths(plan, path);
        Run earlier =
                stopped == null ? null : ExperimentRecord.sameAs(stopped, plan, paths, options);
        RunFolder folder = experiment.folder(context(), "shapes");
        Progress progress = new Progress(context().terminal(), "forks");
        long start = System.nanoTime();
        ShapeForks forks =
                new ShapeForks(
                        shapes,
                        plan,
                        path,
                        folder.path(),
                        new JmhForks.Options(
                                options,
                                LIMIT,
                                experiment.ignoresLock(),
                                () -> progress.show(Duration.ofNanos(System.nanoTime() - start))));
        try (Interruption interruption = Interruption.of(forks::stop)) {
            BenchRun.Outcome outcome;
            try (ExperimentRecord record =
                    ExperimentRecord.open(
                            folder.record(),
                            folder.runId(),
                            BenchRun.tool(),
                            plan,
                            paths,
                            options,
                            earlier)) {
                outcome =
                        new BenchRun(plan, forks, forks::facts, record, progress)
                                .run(null, earlier, interruption::happened);
            } finally {
                progress.clear();
                folder.tidy("");
            }
            show(outcome, shapes, plan, folder);
            return outcome.status();
        }
    }

    private Plan plan(ShapeList shapes, @Nullable Run stopped) {
        List<String> peers = new ArrayList<>(shapes.peers().keySet());
        peers.remove(shapes.base());
        peers.addFirst(shapes.base());
        peers.removeIf(p -> shapes.shapes().values().stream().noneMatch(s -> has(s, p)));
        int count = blocks != null ? blocks : quick ? BLOCKS_QUICK : BLOCKS;
        return Plan.of(
                peers,
                List.copyOf(shapes.shapes().keySet()),
                (peer, shape) -> {
                    ShapeList.Shape found = shapes.shapes().get(shape);
                    return found != null && has(found, peer);
                },
                count,
                experiment.seed(stopped));
    }

    private static boolean has(ShapeList.Shape shape, String peer) {
        return shape.peers().containsKey(peer);
    }

    private List<String> jmhOptions(ShapeList shapes) {
        List<String> options = new ArrayList<>(shapes.jmhOptions());
        options.addAll(quick ? SHORT : LONG);
        options.addAll(TIMES);
        return options;
    }

    private ClassPath classPath() {
        if (classes != null) {
            return ClassPath.of("classes", classes, context().workingFolder());
        }
        Path lib =
                Path.of(System.getProperty("ringmark.home", "."), "runtime/bench", "target", "lib");
        if (!Files.isDirectory(lib)) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "no " + lib + ", where the build puts the benchmarks; run 'mvn package'");
        }
        try (var jars = Files.list(lib)) {
            List<String> found =
                    jars.map(Path::toString).filter(f -> f.endsWith(".jar")).sorted().toList();
            return ClassPath.of("bench", String.join(java.io.File.pathSeparator, found), lib);
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, lib + ": " + RunFolder.reason(e), e);
        }
    }

    private ShapeList chosen(ShapeList all) {
        Set<String> peers = matching("--peers", peerNames, List.copyOf(all.peers().keySet()));
        peers.add(all.base());
        Set<String> shapes = matching("--shapes", shapeNames, List.copyOf(all.shapes().keySet()));
        return all.only(
                all.shapes().keySet().stream().filter(shapes::contains).toList(),
                List.copyOf(peers));
    }

    /// Those that one of the patterns matches; each pattern has to match one.
    private static Set<String> matching(String option, List<String> patterns, List<String> names) {
        Set<String> found = new TreeSet<>();
        for (String pattern : patterns) {
            String regex =
                    "(?i)\\Q"
                            + pattern.strip()
                                    .replace("\\E", "")
                                    .replace("*", "\\E.*\\Q")
                                    .replace("?", "\\E.\\Q")
                            + "\\E";
            List<String> some = names.stream().filter(name -> name.matches(regex)).toList();
            if (some.isEmpty()) {
                throw new CommandException(
                        ExitStatus.USAGE,
                        option + ": " + pattern + ", expected one of " + String.join(", ", names));
            }
            found.addAll(some);
        }
        return found;
    }

    private void show(ShapeList shapes) {
        if (json()) {
            List<Map<String, Object>> all = new ArrayList<>();
            for (ShapeList.Shape shape : shapes.shapes().values()) {
                Map<String, Object> peers = new LinkedHashMap<>();
                shape.peers()
                        .forEach(
                                (peer, goal) ->
                                        peers.put(
                                                peer,
                                                goal.isPresent()
                                                        ? JsonValue.Num.of(goal.getAsDouble())
                                                        : JsonValue.Null.NULL));
                all.add(Map.of("shape", shape.id(), "says", shape.says(), "goals", peers));
            }
            print(Fields.json(all));
            return;
        }
        List<List<String>> peers = new ArrayList<>();
        shapes.peers().values().forEach(peer -> peers.add(List.of(peer.name(), peer.label())));
        List<String> lines = new ArrayList<>(List.of("Peers"));
        Layout.table(peers).forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add("Shapes, and how long ours may take as a share of what a peer takes");
        for (ShapeList.Shape shape : shapes.shapes().values()) {
            lines.add("  " + shape.id() + ": " + shape.says());
            List<String> with = new ArrayList<>();
            shape.peers()
                    .forEach(
                            (peer, goal) ->
                                    with.add(
                                            goal.isPresent()
                                                    ? peer + " (" + goal.getAsDouble() + ")"
                                                    : peer));
            lines.addAll(Layout.wrap(String.join(", ", with), 4));
        }
        print(lines);
    }

    private void show(BenchRun.Outcome outcome, ShapeList shapes, Plan plan, RunFolder folder) {
        Set<String> measured = new TreeSet<>(measured(folder));
        ShapeReport report =
                new ShapeReport(ShapeResults.of(shapes, folder.record(), measured::contains));
        if (markdown != null) {
            Path file = context().workingFolder().resolve(markdown);
            try {
                Files.writeString(file, String.join("\n", report.markdown()) + "\n");
            } catch (IOException e) {
                throw new CommandException(
                        ExitStatus.USAGE, "--markdown: " + file + ": " + RunFolder.reason(e), e);
            }
        }
        if (json()) {
            Map<String, Object> fields = outcome.fields(plan, folder);
            fields.put("quick", quick);
            fields.put("shapes", report.json());
            print(Fields.json(fields));
            return;
        }
        List<String> lines = new ArrayList<>(report.text());
        if (quick) {
            lines.add("This was a quick look: no verdict can be had from it.");
        }
        lines.addAll(outcome.lines(plan, folder));
        print(lines);
    }

    /// The variants that a record has results of.
    private static List<String> measured(RunFolder folder) {
        return dev.ringmark.stats.record.RecordReader.read(
                        folder.record(), dev.ringmark.stats.record.ReadMode.STRICT)
                .results()
                .stream()
                .map(result -> result.params().getOrDefault("variant", ""))
                .distinct()
                .toList();
    }
}
