package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;

import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.List;

/// Shows that the simulation finds bugs that are put into the runtime on purpose.
@Command(
        name = "mutants",
        description = "Bugs put into the runtime on purpose, and how many seeds find each.",
        footer = {
            "",
            "Examples:",
            "  ringmark chaos mutants",
            "  ringmark chaos mutants --json | jq '.mutants[] | select(.result != \"killed\")'",
            "",
            "Exit status: 0 all are found within 5,000 seeds, 1 one is not, 3 could not run."
        })
final class ChaosMutantsCommand extends RingmarkCommand {
    ChaosMutantsCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Fields answer = new ChaosProcess(context()).ask(List.of("mutants"));
        if (json()) {
            print(answer.object());
        } else {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("mutant", "like", "seeds", "result", "what is wrong"));
            for (Fields row : answer.objects("mutants")) {
                rows.add(
                        List.of(
                                row.text("id"),
                                row.text("scenario"),
                                row.text("seeds"),
                                row.text("result"),
                                row.text("story")));
            }
            print(Layout.table(rows));
        }
        return answer.is("good") ? ExitStatus.OK : ExitStatus.FINDINGS;
    }
}
