package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// The JVM that simulates: asked one verb, it tells how far it is and then gives its answer.
final class ChaosProcess {
    private static final String PROGRESS = "progress ";

    private final Context context;

    ChaosProcess(Context context) {
        this.context = context;
    }

    /// The answer to a verb.
    Fields ask(List<String> verb) {
        Progress progress = new Progress(context.terminal());
        long start = System.nanoTime();
        StringBuilder answer = new StringBuilder();
        show(
                verb,
                line -> {
                    if (line.startsWith(PROGRESS)) {
                        progress.take(line);
                        progress.show(Duration.ofNanos(System.nanoTime() - start));
                    } else {
                        answer.append(line);
                    }
                });
        progress.clear();
        if (answer.isEmpty()) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, "the simulation ended without an answer");
        }
        return Fields.parse(answer.toString());
    }

    /// Runs a verb that talks with the person itself.
    void show(List<String> verb, Consumer<String> out) {
        try {
            Process process = context.harness().startChaos(verb);
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().forEach(out);
            }
            int status = process.waitFor();
            if (status == ExitStatus.USAGE.code()) {
                throw new CommandException(ExitStatus.USAGE, "the simulation refuses; see above");
            }
            if (status != 0) {
                throw new CommandException(
                        ExitStatus.COULD_NOT_RUN, "the simulation ended with status " + status);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, "cannot run the simulation: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitStatus.INTERRUPTED, "interrupted", e);
        }
    }
}
