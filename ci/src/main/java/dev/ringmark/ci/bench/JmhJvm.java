package dev.ringmark.ci.bench;

import dev.ringmark.stats.design.CellException;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Starts [JmhDriver] with the class path of a variant, one at a time, and bounds what it takes.
final class JmhJvm {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration END_TIME_MAX = Duration.ofSeconds(10);

    /// The first line of a stack trace.
    private static final Pattern THROWN =
            Pattern.compile("(Caused by: )?[\\w.$]+(Exception|Error)(: .*)?");

    private final List<String> options;
    private final Duration limit;
    private final Runnable tick;
    private volatile @Nullable Process running;
    private volatile boolean stopped;

    /// @param options of the driver's JVM, which its forks inherit
    /// @param limit what one call may take
    /// @param tick is called while one is waited for
    JmhJvm(List<String> options, Duration limit, Runnable tick) {
        this.options = List.copyOf(options);
        this.limit = limit;
        this.tick = tick;
    }

    /// Runs the driver to its end.
    ///
    /// @param log takes what it and JMH print
    /// @return null, or why there is no answer
    /// @throws CellException if no JVM can be started, or [#stop] was called
    @Nullable String run(String classPath, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of("-cp", classPath + File.pathSeparator + ours(), JmhDriver.class.getName()));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            running = process;
            process.getOutputStream().close();
            String why = waitFor(process, log);
            if (stopped) {
                throw new CellException("stopped");
            }
            return why;
        } catch (IOException e) {
            throw new CellException(
                    "cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CellException("interrupted", e);
        }
    }

    /// Ends what runs, and all that is started later, at once. Any thread may call this.
    void stop() {
        stopped = true;
        Process process = running;
        if (process != null) {
            kill(process);
        }
    }

    private @Nullable String waitFor(Process process, Path log) throws InterruptedException {
        long start = System.nanoTime();
        try {
            while (!stopped && !process.waitFor(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - start > limit.toNanos()) {
                    return "it took more than " + limit.toSeconds() + " s";
                }
                tick.run();
            }
        } finally {
            kill(process);
            process.waitFor(END_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        }
        return process.exitValue() == 0
                ? null
                : "status " + process.exitValue() + ": " + lastWords(log);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// What was thrown first, or the last line.
    private static String lastWords(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> said = lines.map(String::strip).filter(s -> !s.isEmpty()).toList();
            return said.stream()
                    .filter(line -> THROWN.matcher(line).matches())
                    .findFirst()
                    .orElse(said.isEmpty() ? "and it said nothing" : said.getLast());
        } catch (IOException | UncheckedIOException e) {
            return "and its log is lost: " + e.getMessage();
        }
    }

    /// Where the driver's own class files are.
    private static String ours() {
        try {
            return Path.of(
                            JmhDriver.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
