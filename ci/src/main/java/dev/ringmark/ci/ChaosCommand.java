package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the driver on the simulated kernel, while things go wrong.
@Command(
        name = "chaos",
        description = "Runs the runtime on a simulated kernel where things go wrong.",
        footer = {
            "",
            "Examples:",
            "  ringmark chaos                          20,000 seeds",
            "  ringmark chaos --seeds 1000000          more of them",
            "  ringmark chaos --seed 42 --minimise     one seed again, made small if it fails",
            "  ringmark chaos --scenario C-13          one scenario of the catalogue",
            "  ringmark chaos scenarios                all of them, as a table",
            "  ringmark chaos mutants                  bugs on purpose, and who finds them",
            "",
            "Exit status: 0 ok, 1 a seed broke a promise or the campaign missed something,",
            "2 usage, 3 could not run. A failing seed leaves a bundle; 'ringmark chaos",
            "replay' shows it."
        })
final class ChaosCommand extends RingmarkCommand {
    private static final long SEEDS = 20_000;

    /// Below that many seeds a campaign may miss a fault or a branch without that meaning anything.
    private static final long SEEDS_ENOUGH = 10_000;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "how many; default: 20,000, and 1 with --seed")
    private @Nullable Long seeds;

    @Option(names = "--seed", paramLabel = "S", description = "the first seed; default: 0")
    private @Nullable Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "how many threads run them; default: as many as there are CPUs")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--scenario",
            paramLabel = "ID",
            description = "what the seeds are of; default: everything at once")
    private @Nullable String scenario;

    @Option(names = "--minimise", description = "make a failing run as small as it goes")
    private boolean minimises;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "where a failing run's bundle goes; default: ${DEFAULT-VALUE}")
    private String out = "out";

    private ChaosCommand(Context context) {
        super(context);
    }

    /// With everything below it.
    static CommandLine line(Context context) {
        return new CommandLine(new ChaosCommand(context))
                .addSubcommand(new ChaosScenariosCommand(context))
                .addSubcommand(new ChaosMutantsCommand(context))
                .addSubcommand(new ChaosReplayCommand(context));
    }

    @Override
    ExitStatus run() {
        long count = seeds != null ? seeds : seed != null ? 1 : SEEDS;
        if (count < 1) {
            throw new CommandException(
                    ExitStatus.USAGE, "--seeds: " + count + ", expected 1 or more");
        }
        if (threads < 1) {
            throw new CommandException(
                    ExitStatus.USAGE, "--threads: " + threads + ", expected 1 or more");
        }
        String folder = context().workingFolder().resolve(out).toString();
        List<String> verb = new ArrayList<>(List.of("run", "--first"));
        verb.addAll(List.of(Long.toString(seed == null ? 0 : seed)));
        verb.addAll(List.of("--seeds", Long.toString(count), "--out", folder));
        verb.addAll(List.of("--threads", Integer.toString(threads)));
        if (scenario != null) {
            verb.addAll(List.of("--scenario", scenario));
        }
        if (minimises) {
            verb.addAll(List.of("--minimise", "true"));
        }
        Fields answer = new ChaosProcess(context()).ask(verb);
        if (json()) {
            print(answer.object());
        } else {
            print(lines(answer));
        }
        boolean isGood = !answer.names().contains("finding");
        boolean isWhole = scenario != null || count < SEEDS_ENOUGH || missed(answer).isEmpty();
        return isGood && isWhole ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private static List<String> missed(Fields answer) {
        List<String> missed = new ArrayList<>(answer.texts("missed"));
        missed.addAll(answer.texts("unfired"));
        return missed;
    }

    private List<String> lines(Fields answer) {
        double seconds = Double.parseDouble(answer.text("seconds"));
        long done = Long.parseLong(answer.text("seeds"));
        List<String> lines = new ArrayList<>();
        lines.add(
                "%,d seeds on %s threads, %s of them twice, %s operations, %.1f s, %.0f seeds/s, %s"
                        .formatted(
                                done,
                                answer.text("threads"),
                                answer.text("repeated"),
                                answer.text("operations"),
                                seconds,
                                done / seconds,
                                answer.text("hash")));
        if (scenario == null && done >= SEEDS_ENOUGH && !missed(answer).isEmpty()) {
            lines.addAll(Layout.labelled("never happened:", 16, String.join(" ", missed(answer))));
        }
        if (!answer.names().contains("finding")) {
            lines.add("every promise was kept");
            return lines;
        }
        Fields finding = answer.fields("finding");
        lines.addAll(
                Layout.labelled(
                        finding.text("invariant"),
                        6,
                        finding.text("promise") + ": " + finding.text("detail")));
        lines.add(
                "      seed %s, %s actions, %s faults"
                        .formatted(
                                finding.text("seed"),
                                finding.text("actions"),
                                finding.text("faults")));
        String of = scenario == null ? "" : " --scenario " + scenario;
        lines.add("again: ringmark chaos --seed " + finding.text("seed") + of + " --minimise");
        if (!finding.text("bundle").isEmpty()) {
            lines.add("steps: ringmark chaos replay " + finding.text("bundle"));
        }
        return lines;
    }
}
