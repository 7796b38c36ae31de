package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// Asks the running kernel what it can do.
@Command(
        name = "probe",
        description = "Asks the running kernel what its io_uring can do.",
        footer = {
            "",
            "Examples:",
            "  ringmark probe",
            "  ringmark probe --json | jq -r '.opcodes[]'",
            "",
            "Exit status: 0 ok, 3 io_uring is not available; it says why, and what would",
            "help."
        })
final class ProbeCommand extends RingmarkCommand {
    private static final int LABEL = 22;

    ProbeCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Fields probe = Fields.parse(context().harness().ask("probe"));
        Fields availability = probe.fields("availability");
        if (json()) {
            print(probe.object());
        } else {
            print(lines(probe, availability));
        }
        return availability.is("available") ? ExitStatus.OK : ExitStatus.COULD_NOT_RUN;
    }

    private static List<String> lines(Fields probe, Fields availability) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Layout.labelled("kernel", LABEL, probe.text("kernelRelease")));
        lines.addAll(Layout.labelled("binding", LABEL, probe.text("binding")));
        if (!availability.is("available")) {
            lines.addAll(Layout.labelled("io_uring", LABEL, "not available"));
            lines.addAll(Layout.labelled("  cause", LABEL, availability.text("cause")));
            lines.addAll(Layout.labelled("  detail", LABEL, availability.text("detail")));
            lines.addAll(Layout.labelled("  what would help", LABEL, availability.text("fix")));
            return lines;
        }
        lines.addAll(Layout.labelled("io_uring", LABEL, "available"));
        lines.addAll(Layout.labelled("features", LABEL, probe.text("features")));
        names(lines, probe, "opcodes", "opcodes");
        names(lines, probe, "setup flags", "setupFlags");
        names(lines, probe, "register operations", "registerOperations");
        names(lines, probe, "sqe flags", "sqeFlags");
        names(lines, probe, "enter flags", "enterFlags");
        Fields behaviours = probe.fields("behaviours");
        if (!behaviours.names().isEmpty()) {
            lines.add("behaviours");
            lines.addAll(
                    Layout.table(
                            behaviours.names().stream()
                                    .map(name -> List.of("  " + name, answer(behaviours, name)))
                                    .toList()));
        }
        return lines;
    }

    private static void names(List<String> lines, Fields probe, String label, String field) {
        List<String> names = probe.texts(field);
        lines.addAll(
                Layout.labelled(
                        label + " (" + names.size() + ")", LABEL + 6, String.join(" ", names)));
    }

    /// Either a word, or an object with the word and why.
    private static String answer(Fields behaviours, String name) {
        Fields answer = behaviours.fields(name);
        return answer.names().isEmpty()
                ? behaviours.text(name)
                : (answer.text("support") + "  " + answer.text("why")).strip();
    }
}
