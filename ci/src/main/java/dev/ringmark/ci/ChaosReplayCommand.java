package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Goes through a kept run step by step.
@Command(
        name = "replay",
        description = "Goes through a kept run step by step; commands come from standard input.",
        footer = {
            "",
            "Commands: s [N] step, c continue, f TEXT follow one operation, t show",
            "operations, queues and timers, q quit.",
            "",
            "Examples:",
            "  ringmark chaos replay out/seed-42.json",
            "  echo 'f #7' | ringmark chaos replay out/seed-42.json",
            "",
            "Exit status: 0 ok, 2 the file is no such bundle, 3 could not run."
        })
final class ChaosReplayCommand extends RingmarkCommand {
    @Parameters(paramLabel = "FILE", description = "a bundle that a failing seed has left")
    private Path file = Path.of("");

    ChaosReplayCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Path bundle = context().workingFolder().resolve(file);
        if (!Files.isRegularFile(bundle)) {
            throw new CommandException(ExitStatus.USAGE, "FILE: " + bundle + " is no file");
        }
        new ChaosProcess(context())
                .show(List.of("replay", "--file", bundle.toString()), line -> print(List.of(line)));
        return ExitStatus.OK;
    }
}
