package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/// Runs the scenarios of the catalogue on the simulated kernel.
@Command(
        name = "scenarios",
        description = "The scenarios of the catalogue: where each is run, and what came of it.",
        footer = {
            "",
            "Examples:",
            "  ringmark chaos scenarios",
            "  ringmark chaos scenarios --seeds 5000 --json",
            "",
            "Exit status: 0 ok, 1 a scenario failed, 2 usage, 3 could not run."
        })
final class ChaosScenariosCommand extends RingmarkCommand {
    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "200",
            description = "seeds of each; default: ${DEFAULT-VALUE}")
    private long seeds = 200;

    ChaosScenariosCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        if (seeds < 1) {
            throw new CommandException(
                    ExitStatus.USAGE, "--seeds: " + seeds + ", expected 1 or more");
        }
        Fields answer =
                new ChaosProcess(context())
                        .ask(List.of("scenarios", "--seeds", Long.toString(seeds)));
        if (json()) {
            print(answer.object());
        } else {
            print(lines(answer));
        }
        return answer.is("good") ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private static List<String> lines(Fields answer) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("id", "tier", "runs", "result", "scenario"));
        List<String> notes = new ArrayList<>();
        for (Fields row : answer.objects("scenarios")) {
            rows.add(
                    List.of(
                            row.text("id"),
                            row.text("tier"),
                            row.text("runs"),
                            row.text("result"),
                            row.text("title")));
            if (!row.text("detail").isEmpty()) {
                notes.addAll(Layout.labelled(row.text("id"), 6, row.text("detail")));
            }
            if (!row.text("real").isEmpty()) {
                notes.addAll(Layout.labelled(row.text("id"), 6, "real ring: " + row.text("real")));
            }
        }
        List<String> lines = new ArrayList<>(Layout.table(rows));
        lines.add("");
        lines.addAll(notes);
        lines.add("");
        lines.add("S: simulated, by this command. R: on a real ring, by the tests named above:");
        lines.add("  mvn -pl runtime test -Dtest=NAME[,NAME]...");
        return lines;
    }
}
