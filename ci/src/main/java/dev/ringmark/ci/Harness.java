package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The other JVM: whatever touches a kernel runs there, where a crash costs no more than that.
///
/// The verbs it understands and what it prints for each are in docs/decisions/harness-verbs.md.
final class Harness {
    private static final String MAIN = "dev.ringmark.conformance.harness.Main";
    private static final String CHAOS_MAIN = "dev.ringmark.chaos.harness.Main";
    private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(60);
    private static final int UNAVAILABLE = 3;

    private final List<String> command;

    /// A harness that is started by this command and understands the verbs behind it.
    Harness(List<String> command) {
        this.command = List.copyOf(command);
    }

    /// The harness whose jars lie beside ours, on our JDK.
    static Harness shipped() {
        return new Harness(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN));
    }

    /// Starts a verb of the simulation, which lies beside the harness; its complaints go where ours
    /// go, and what it is told where it reads.
    Process startChaos(List<String> verb) throws IOException {
        List<String> whole = new ArrayList<>(command);
        int main = whole.indexOf(MAIN);
        if (main >= 0) {
            whole.set(main, CHAOS_MAIN);
            whole.remove("-XX:TieredStopAtLevel=1"); // millions of runs want the better compiler
            whole.add(1, "--add-opens=java.base/java.lang=ALL-UNNAMED"); // tasks run on loops
            whole.add(1, "-ea"); // assertions are part of what is asked of the driver
        }
        whole.addAll(verb);
        return new ProcessBuilder(whole)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Everything that a verb prints. Complaints of the harness go where ours go.
    String ask(String verb) {
        return ask(List.of(verb));
    }

    /// The same for a verb with words behind it.
    String ask(List<String> words) {
        Answer answer = answer(words);
        if ((answer.status() != 0 && answer.status() != UNAVAILABLE) || answer.text().isBlank()) {
            throw failed(words + " ended with status " + answer.status() + " and no answer");
        }
        return answer.text();
    }

    /// What a harness printed, and the status it ended with: 128 and the signal that killed it.
    record Answer(int status, String text) {}

    /// What comes of a verb, whatever it does to the harness.
    Answer answer(List<String> verb) {
        try {
            Process process =
                    new ProcessBuilder(commandFor(verb))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.getOutputStream().close();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> read(process));
            if (!process.waitFor(ANSWER_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed(verb + " gave no answer within " + ANSWER_TIME_MAX.toSeconds() + " s");
            }
            return new Answer(process.exitValue(), answer.join());
        } catch (IOException e) {
            throw new CommandException(ExitStatus.COULD_NOT_RUN, "cannot start " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitStatus.INTERRUPTED, verb + " was interrupted", e);
        }
    }

    /// What a verb prints, as one JSON object for each line.
    List<Fields> askLines(String verb) {
        return ask(verb).lines().filter(line -> !line.isBlank()).map(Fields::parse).toList();
    }

    /// Starts a verb in a folder, where a JVM that dies leaves its traces, its complaints in `log`.
    Process start(List<String> verb, Path folder, Path log) throws IOException {
        Process process =
                new ProcessBuilder(commandFor(verb))
                        .directory(folder.toFile())
                        .redirectError(log.toFile())
                        .start();
        process.getOutputStream().close();
        return process;
    }

    private List<String> commandFor(List<String> verb) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(verb);
        return whole;
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandException failed(String what) {
        return new CommandException(ExitStatus.COULD_NOT_RUN, "the harness failed: " + what);
    }
}
