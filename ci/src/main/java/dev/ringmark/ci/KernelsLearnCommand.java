package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.EntryJson;
import dev.ringmark.kernels.catalog.KernelEntry;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.catalog.Truth;
import dev.ringmark.kernels.fetch.Kernels;
import dev.ringmark.kernels.vm.Machine;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.Run;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Boots kernels and writes what they were seen to have into the catalogue.
@Command(
        name = "learn",
        description = "Boots kernels and writes what they have into the catalogue, as its truth.",
        footer = {
            "",
            "Examples:",
            "  ringmark kernels learn 6.6.9-mine",
            "  ringmark kernels learn all --catalog DIR    for a commit, to be reviewed",
            "",
            "Exit status: 0 ok, 2 no such kernel, 3 one could not be booted."
        })
final class KernelsLearnCommand extends RingmarkCommand {
    @Parameters(paramLabel = "KERNELS", description = "all, latest:N, or names between commas")
    private String names = "";

    @Option(
            names = "--catalog",
            paramLabel = "DIR",
            description = "write entries here, not into your own catalogue")
    private @Nullable Path catalog;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "where the run's own folder is made; default: ${DEFAULT-VALUE}")
    private Path out = Path.of("out");

    KernelsLearnCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Kernels kernels = context().kernels().get();
        List<KernelImage> images = GuestHost.images(context(), kernels.catalog().select(names));
        RunFolder folder =
                RunFolder.create(
                        context().workingFolder().resolve(out),
                        Instant.now(),
                        "learn",
                        new SecureRandom());
        List<String> words =
                List.of(
                        "run",
                        "--suite",
                        "quick",
                        "--seed",
                        "1",
                        "--waivers",
                        "none",
                        "--run-id",
                        folder.runId(),
                        "--only",
                        "canary.wrong_result");
        MatrixProgress progress = new MatrixProgress(context().terminal(), images.size());
        List<MatrixRun.Cell> cells =
                GuestHost.interruptibly(
                        () -> {
                            Machine machine = GuestHost.machine(context(), images.getFirst());
                            GuestSuite guests = GuestSuite.shipped().linked(machine);
                            MatrixRun matrix = new MatrixRun(machine, guests, folder, progress);
                            List<MatrixRun.Cell> done =
                                    matrix.run(
                                            images,
                                            words,
                                            Runtime.getRuntime().availableProcessors());
                            if (matrix.wasInterrupted()) {
                                throw new InterruptedException("half a truth is none");
                            }
                            return done;
                        });
        progress.clear();
        ExitStatus status = ExitStatus.OK;
        List<JsonValue> learned = new ArrayList<>();
        for (MatrixRun.Cell cell : cells) {
            KernelEntry entry = cell.image().entry();
            Run run = cell.run();
            if (run == null || entry == null) {
                context()
                        .terminal()
                        .complain(
                                cell.image().id()
                                        + ": not learned: "
                                        + (run == null ? cell.failure() : "in no catalogue"));
                status = ExitStatus.COULD_NOT_RUN;
                continue;
            }
            Truth truth = TruthCheck.observed(run);
            KernelEntry known = entry.withTruth(truth);
            if (catalog == null) {
                kernels.learn(known);
            } else {
                Kernels.save(context().workingFolder().resolve(catalog), known);
            }
            learned.add(Json.parse(EntryJson.write(known)));
            if (!json()) {
                print(List.of(known.id() + "  learned: " + TruthCheck.words(truth)));
            }
        }
        if (json()) {
            print(new JsonValue.Array(learned));
        }
        return status;
    }
}
