package dev.ringmark.ci;

import dev.ringmark.ci.container.Engine;
import dev.ringmark.ci.container.Policies;
import dev.ringmark.ci.container.Policy;
import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.reports.MatrixColumn;
import dev.ringmark.reports.MatrixReports;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.Run;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Runs the doctor and the suite in containers, one for each policy.
@Command(
        name = "containers",
        description = "Checks what io_uring does in containers, under filters and limits.",
        footer = {
            "",
            "Examples:",
            "  ringmark containers                          every policy, the quick suite",
            "  ringmark containers --policies seccomp-eperm,memlock-64k",
            "  ringmark containers --policies ./mine.json   a policy of one's own",
            "  ringmark containers --policies sysctl-2      sets the machine's sysctl for it",
            "",
            "Uses DOCKER_HOST, Docker's socket or podman's; where there is none, root gets",
            "an engine of Ringmark's own for as long as this runs (.ci/engine). Pulls",
            "nothing.",
            "",
            "Exit status: 0 all as expected, 1 something is not, 2 usage, 3 no engine or one",
            "that failed, 130 interrupted."
        })
final class ContainersCommand extends RingmarkCommand {
    @Option(
            names = "--policies",
            paramLabel = "POLICY",
            split = ",",
            description = "only these, by id, or files; default: all that are not the machine's")
    private List<String> policies = List.of();

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            defaultValue = "quick",
            description = "quick or full; default: ${DEFAULT-VALUE}")
    private CheckCommand.Suite suite = CheckCommand.Suite.QUICK;

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

    ContainersCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        List<Policy> chosen = Policies.shipped().select(policies, context().workingFolder());
        if (!EngineScript.isStarted()) {
            return EngineScript.around(spec());
        }
        SecureRandom random = new SecureRandom();
        RunFolder folder =
                RunFolder.create(
                        context().workingFolder().resolve(out),
                        Instant.now(),
                        "containers",
                        random);
        long chosenSeed = seed == null ? random.nextInt(Integer.MAX_VALUE) : seed;
        MatrixProgress progress = new MatrixProgress(context().terminal(), chosen.size());
        List<PolicyOutcome> outcomes =
                GuestHost.interruptibly(
                        () ->
                                new ContainersRun(
                                                Engine.open(),
                                                context().harness(),
                                                folder,
                                                progress::heard)
                                        .run(chosen, suite.toString(), chosenSeed));
        progress.clear();
        ContainersSummary summary =
                new ContainersSummary(outcomes, folder.path(), context().terminal());
        report(outcomes, summary, folder.path());
        if (json()) {
            print(summary.json().object());
        } else {
            print(summary.lines());
        }
        return summary.status();
    }

    private static void report(
            List<PolicyOutcome> outcomes, ContainersSummary summary, Path folder) {
        List<MatrixColumn> columns = new ArrayList<>();
        for (PolicyOutcome outcome : outcomes) {
            Run run = outcome.run();
            if (run != null) {
                columns.add(new MatrixColumn(outcome.policy().id(), run, null));
            }
        }
        try {
            if (!columns.isEmpty()) {
                MatrixReports.write(columns, folder);
            }
            Files.writeString(folder.resolve("containers.md"), summary.markdown());
            Files.writeString(
                    folder.resolve("containers.json"), Json.write(summary.json().object()) + "\n");
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "the records are whole, the reports are not: " + e.getMessage(),
                    e);
        }
    }

    /// The words that start the same once more, around which an engine is up.
    private List<String> spec() {
        List<String> words = new ArrayList<>(List.of("containers", "--suite", suite.toString()));
        words.addAll(List.of("--out", out.toString()));
        if (!policies.isEmpty()) {
            words.addAll(List.of("--policies", String.join(",", policies)));
        }
        if (seed != null) {
            words.addAll(List.of("--seed", Long.toString(seed)));
        }
        if (json()) {
            words.add("--json");
        }
        return words;
    }
}
