package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.vm.Machine;
import dev.ringmark.reports.MatrixColumn;
import dev.ringmark.reports.MatrixReports;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the conformance suite on many kernels.
@Command(
        name = "matrix",
        description = "Checks many kernels with the same jars, each in a VM of its own.",
        footer = {
            "",
            "Examples:",
            "  ringmark matrix                               every kernel, the quick suite",
            "  ringmark matrix --kernels 5.10,latest         these two",
            "  ringmark matrix --kernels latest:3 --suite full",
            "  ringmark matrix --only cancel --json | jq '.kernels[].counts'",
            "",
            "Needs QEMU, and neither KVM nor root; kernels are fetched as needed.",
            "",
            "Exit status: the worst of all: 0 ok, 1 findings that no waiver covers, 2 usage,",
            "3 a kernel could not be run, 130 interrupted; the reports then tell what was",
            "done."
        })
final class MatrixCommand extends RingmarkCommand {
    private static final int JOBS_MAX = 64;

    @Option(
            names = "--kernels",
            paramLabel = "KERNELS",
            defaultValue = "all",
            description =
                    "all, latest:N, or ids, series and paths between commas; default:"
                            + " ${DEFAULT-VALUE}")
    private String kernels = "all";

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            defaultValue = "quick",
            description = "quick or full; default: ${DEFAULT-VALUE}")
    private CheckCommand.Suite suite = CheckCommand.Suite.QUICK;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "kernels at a time; default: one for each processor")
    private @Nullable Integer jobs;

    @Option(
            names = "--only",
            paramLabel = "ID",
            split = ",",
            description = "only these checks, by id or family")
    private List<String> only = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "where the run's own folder is made; default: ${DEFAULT-VALUE}")
    private Path out = Path.of("out");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "what random input is made from; default: a new one")
    private @Nullable Long seed;

    MatrixCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        int atOnce = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
        if (atOnce < 1 || atOnce > JOBS_MAX) {
            throw new CommandException(
                    ExitStatus.USAGE, "--jobs: " + atOnce + ", expected 1.." + JOBS_MAX);
        }
        List<KernelImage> images =
                GuestHost.images(context(), context().kernels().get().catalog().select(kernels));
        SecureRandom random = new SecureRandom();
        RunFolder folder =
                RunFolder.create(
                        context().workingFolder().resolve(out), Instant.now(), "matrix", random);
        long chosen = seed == null ? random.nextInt(Integer.MAX_VALUE) : seed;
        MatrixProgress progress = new MatrixProgress(context().terminal(), images.size());
        return GuestHost.interruptibly(
                () -> {
                    Machine machine = GuestHost.machine(context(), images.getFirst());
                    GuestSuite guests = GuestSuite.shipped().linked(machine);
                    MatrixRun matrix = new MatrixRun(machine, guests, folder, progress);
                    List<MatrixRun.Cell> cells = matrix.run(images, words(folder, chosen), atOnce);
                    progress.clear();
                    ExitStatus status = report(cells, folder.path());
                    return matrix.wasInterrupted() ? ExitStatus.INTERRUPTED : status;
                });
    }

    private ExitStatus report(List<MatrixRun.Cell> cells, Path folder) {
        writeReports(cells, folder);
        MatrixSummary summary = new MatrixSummary(cells, folder, context().terminal());
        if (json()) {
            print(summary.json().object());
        } else {
            print(summary.lines());
        }
        return summary.status();
    }

    /// The page of all kernels, and the reports of each.
    static void writeReports(List<MatrixRun.Cell> cells, Path folder) {
        List<MatrixColumn> columns =
                cells.stream()
                        .map(
                                cell ->
                                        new MatrixColumn(
                                                cell.image().id(), cell.run(), console(cell.run())))
                        .toList();
        try {
            MatrixReports.write(columns, folder);
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "the records are whole, the matrix is not: " + e.getMessage(),
                    e);
        }
    }

    /// What the guest's console said where something went wrong.
    private static @Nullable String console(Run run) {
        List<String> logs =
                run.results().stream()
                        .map(ResultLine::kernelLog)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        return logs.isEmpty() ? null : String.join("\n\n", logs);
    }

    private List<String> words(RunFolder folder, long chosenSeed) {
        List<String> words =
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
            words.addAll(List.of("--only", String.join(",", only)));
        }
        return words;
    }
}
