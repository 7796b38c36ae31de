package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One run of the harness, from its start to its end, whichever way it ends.
final class HarnessRun {
    /// A harness bounds every check by seconds; one that says nothing for so long is lost.
    private static final Duration SILENCE_MAX = Duration.ofMinutes(5);

    private static final Duration END_TIME_MAX = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(500);
    /// What a JVM that SIGINT or SIGTERM stopped ends with.
    private static final Set<Integer> SIGNALLED = Set.of(130, 143);

    /// How the harness ended, and the last line that it complained with; empty if it did not.
    record Ending(boolean interrupted, int status, String how, String lastWords) {
        /// The status of a harness that did not understand what it was asked for.
        boolean refused() {
            return status == ExitStatus.USAGE.code();
        }

        /// The whole story, for a record or a person.
        String story() {
            return lastWords.isEmpty() ? how : how + ": " + lastWords;
        }
    }

    private final Harness harness;
    private final RunFolder folder;
    private final Progress progress;

    HarnessRun(Harness harness, RunFolder folder, Progress progress) {
        this.harness = harness;
        this.folder = folder;
        this.progress = progress;
    }

    /// Runs it to its end. An interruption stays watched for while `clearUp` runs.
    ExitStatus run(List<String> verb, ClearUp clearUp) {
        try {
            Process process = harness.start(verb, folder.path(), folder.log());
            try (Interruption interruption = Interruption.of(process)) {
                Optional<String> lost = follow(process);
                progress.clear();
                int status = end(process);
                boolean interrupted = interruption.happened() || SIGNALLED.contains(status);
                String how = lost.orElse("it ended with status " + status);
                return clearUp.after(new Ending(interrupted, status, how, lastWords()));
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "cannot start the harness: " + RunFolder.reason(e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitStatus.INTERRUPTED, "interrupted", e);
        }
    }

    /// What is done once the harness has ended.
    @FunctionalInterface
    interface ClearUp {
        ExitStatus after(Ending ending);
    }

    /// Shows the progress until the harness closes its output, or is lost, which is then told.
    private Optional<String> follow(Process process) throws InterruptedException {
        BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
        Thread.ofPlatform()
                .daemon()
                .name("ringmark-harness-output")
                .start(() -> read(process, lines));
        long start = System.nanoTime();
        long heard = start;
        Optional<String> line = Optional.of("");
        while (line.isPresent()) {
            Optional<String> next = lines.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            long now = System.nanoTime();
            if (next != null) {
                line = next;
                heard = now;
                next.ifPresent(progress::take);
            } else if (now - heard > SILENCE_MAX.toNanos()) {
                return Optional.of("it said nothing for " + SILENCE_MAX.toSeconds() + " s");
            }
            progress.show(Duration.ofNanos(now - start));
        }
        if (!process.waitFor(END_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.of("it closed its output and did not end");
        }
        return Optional.empty();
    }

    /// The exit status, after taking down what is still there.
    private static int end(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        boolean ended = process.waitFor(END_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        return ended ? process.exitValue() : -1;
    }

    /// An empty line at the end says that there is nothing more.
    private static void read(Process process, BlockingQueue<Optional<String>> lines) {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(line -> lines.add(Optional.of(line)));
        } catch (IOException | UncheckedIOException e) {
            lines.add(Optional.of("output lost: " + e.getMessage()));
        } finally {
            lines.add(Optional.empty());
        }
    }

    private String lastWords() {
        try (Stream<String> lines = Files.lines(folder.log())) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce("", (_, last) -> last);
        } catch (IOException | UncheckedIOException e) {
            return "its log is lost: " + e.getMessage();
        }
    }
}
