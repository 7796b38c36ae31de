package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.vm.Machine;
import dev.ringmark.reports.Reports;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the conformance suite against the running kernel.
@Command(
        name = "check",
        description = "Checks what the running kernel's io_uring really does.",
        footer = {
            "",
            "Examples:",
            "  ringmark check                          everything, in about two minutes",
            "  ringmark check --suite quick            the part for every commit",
            "  ringmark check --only timeout.multishot one check, in every ring mode",
            "  ringmark check --kernel 5.10            another kernel, in a VM",
            "  ringmark check --json | jq .findings    for a machine",
            "",
            "Exit status: 0 ok, 1 findings that no waiver covers, 2 usage, 3 could not run,",
            "130 interrupted; the record and the reports are then complete up to there."
        })
final class CheckCommand extends RingmarkCommand {
    /// More VMs than that share one kernel's suite no better: each has to boot and ask first.
    private static final int PARTS_MAX = 2;

    /// How much is run.
    enum Suite {
        QUICK,
        FULL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            defaultValue = "full",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Suite suite = Suite.FULL;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "where the run's own folder is made; default: ${DEFAULT-VALUE}")
    private Path out = Path.of("out");

    @Option(
            names = "--only",
            paramLabel = "ID",
            split = ",",
            description = "only these checks, by id or family")
    private List<String> only = List.of();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "only this ring mode, for example plain or sqpoll")
    private @Nullable String mode;

    @Option(
            names = "--hide",
            paramLabel = "FEATURE",
            split = ",",
            description = "act as if the kernel did not have these")
    private List<String> hide = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "what random input is made from; default: a new one")
    private @Nullable Long seed;

    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            description =
                    "boot this one in a VM instead: an id or a series of 'ringmark kernels list',"
                            + " latest, or the path of a vmlinuz, a deb package, a folder with one")
    private @Nullable String kernel;

    CheckCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        SecureRandom random = new SecureRandom();
        Path parent = context().workingFolder().resolve(out);
        long chosen = seed == null ? random.nextInt(Integer.MAX_VALUE) : seed;
        Progress progress = new Progress(context().terminal());
        if (kernel != null) {
            KernelImage image = GuestHost.images(context(), List.of(kernel)).getFirst();
            RunFolder folder = RunFolder.create(parent, Instant.now(), image.id(), random);
            return inGuest(image, folder, verb(folder, chosen), progress);
        }
        RunFolder folder =
                RunFolder.create(parent, Instant.now(), System.getProperty("os.version"), random);
        List<String> verb = verb(folder, chosen);
        verb.addAll(1, List.of("--out", folder.record().toString()));
        return new HarnessRun(context().harness(), folder, progress)
                .run(verb, ending -> finish(folder, ending));
    }

    private ExitStatus inGuest(
            KernelImage image, RunFolder folder, List<String> verb, Progress progress) {
        long start = System.nanoTime();
        return GuestHost.interruptibly(
                () -> {
                    Machine machine = GuestHost.machine(context(), image);
                    GuestSuite suite = GuestSuite.shipped().linked(machine);
                    GuestRun.Listener listener =
                            (part, line) -> {
                                synchronized (progress) {
                                    progress.take(part, line);
                                    progress.show(Duration.ofNanos(System.nanoTime() - start));
                                }
                            };
                    try {
                        Run run =
                                new GuestRun(machine, suite, image, folder.path(), listener)
                                        .run(verb, parts());
                        progress.clear();
                        return report(run, folder);
                    } catch (InterruptedException e) {
                        progress.clear();
                        folder.tidy("");
                        context().terminal().complain("interrupted before the first check");
                        throw e;
                    }
                });
    }

    /// How many VMs share the suite: what is narrowed to some checks is not worth two boots.
    private int parts() {
        int processors = Runtime.getRuntime().availableProcessors();
        return only.isEmpty() ? Math.clamp(processors, 1, PARTS_MAX) : 1;
    }

    private List<String> verb(RunFolder folder, long chosenSeed) {
        List<String> verb =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--suite",
                                suite.toString(),
                                "--seed",
                                Long.toString(chosenSeed),
                                "--run-id",
                                folder.runId(),
                                "--waivers",
                                "default"));
        if (!only.isEmpty()) {
            verb.addAll(List.of("--only", String.join(",", only)));
        }
        if (mode != null) {
            verb.addAll(List.of("--mode", mode));
        }
        if (!hide.isEmpty()) {
            verb.addAll(List.of("--hide", String.join(",", hide)));
        }
        return verb;
    }

    private ExitStatus finish(RunFolder folder, HarnessRun.Ending ending) {
        Run run = record(folder, ending);
        if (Files.exists(folder.log())) {
            context().terminal().complain("the harness had complaints: see " + folder.log());
        }
        ExitStatus status = report(run, folder);
        return ending.interrupted() ? ExitStatus.INTERRUPTED : status;
    }

    private ExitStatus report(Run run, RunFolder folder) {
        try {
            Reports.write(run, folder.path());
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "the record is whole, the reports are not: " + e.getMessage(),
                    e);
        }
        Summary summary = new Summary(run, folder.path(), context().terminal());
        if (json()) {
            print(summary.json().object());
        } else {
            print(summary.lines());
        }
        return summary.status();
    }

    private static Run record(RunFolder folder, HarnessRun.Ending ending) {
        if (!Files.exists(folder.record())) {
            folder.tidy(ending.lastWords());
            throw ending.refused()
                    ? new CommandException(ExitStatus.USAGE, ending.lastWords())
                    : failed(ending, "the harness failed: " + ending.story());
        }
        folder.tidy("");
        try {
            return RecordEnd.ensure(folder.record(), ending);
        } catch (RecordException e) {
            throw failed(ending, e.getMessage() + "; the harness: " + ending.story());
        }
    }

    private static CommandException failed(HarnessRun.Ending ending, String message) {
        return new CommandException(
                ending.interrupted() ? ExitStatus.INTERRUPTED : ExitStatus.COULD_NOT_RUN, message);
    }
}
