package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;

import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.List;

/// Says what stands in io_uring's way, and what to do about it.
@Command(
        name = "doctor",
        description = "Says what stands in io_uring's way here, and which flag or setting helps.",
        footer = {
            "",
            "Examples:",
            "  ringmark doctor                 on any machine, or in any container",
            "  ringmark doctor --json | jq -r '.findings[].remedies.docker'",
            "",
            "Exit status: 0 nothing is in the way, 1 something is, 2 usage, 3 could not run."
        })
final class DoctorCommand extends RingmarkCommand {
    private static final int LABEL = 14;

    DoctorCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Harness.Answer answer = context().harness().answer(List.of("doctor"));
        Diagnosis diagnosis = Diagnosis.of(answer.status(), answer.text(), context().harness());
        if (json()) {
            print(diagnosis.fields().object());
        } else {
            print(lines(diagnosis));
        }
        return diagnosis.findings().isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private static List<String> lines(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        if (diagnosis.findings().isEmpty()) {
            lines.add("ok: nothing stands in io_uring's way here");
        }
        for (Fields finding : diagnosis.findings()) {
            lines.addAll(Layout.labelled("cause", LABEL, finding.text("cause")));
            lines.addAll(Layout.labelled("  seen", LABEL, finding.text("evidence")));
            Fields remedies = finding.fields("remedies");
            for (String platform : remedies.names()) {
                lines.addAll(Layout.labelled("  " + platform, LABEL, remedies.text(platform)));
            }
            lines.add("");
        }
        List<String> answers = new ArrayList<>();
        diagnosis.answers().forEach((name, answer) -> answers.add(name + " " + answer));
        lines.addAll(Layout.labelled("asked", LABEL, String.join(", ", answers)));
        return lines;
    }
}
