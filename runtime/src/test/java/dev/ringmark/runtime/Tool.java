package dev.ringmark.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// A program of others that a test has as its peer.
///
/// Where it is not installed the test is aborted in words; in CI, which installs it, it fails.
public final class Tool {

    private static final long PATIENCE_S = 40;

    private final String name;

    private Tool(String name) {
        this.name = name;
    }

    /// A program on the path.
    ///
    /// @param name of the program: `curl`
    /// @param debianPackage that has it
    public static Tool named(String name, String debianPackage) {
        boolean isThere =
                Arrays.stream(path().split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        String said = name + " is not installed (package " + debianPackage + ")";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertTrue(isThere, said);
        }
        Assumptions.assumeTrue(isThere, said);
        return new Tool(name);
    }

    private static String path() {
        return System.getenv().getOrDefault("PATH", "");
    }

    /// Starts it; its errors come with its output.
    public Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /// Runs it to its end, which must come in time and with status 0.
    ///
    /// @return what it said
    public String run(String... arguments) throws IOException, InterruptedException {
        return run(new byte[0], arguments);
    }

    /// The same, with an input.
    public String run(byte[] input, String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (var out = process.getOutputStream()) {
                                out.write(input);
                            } catch (IOException e) {
                                process.destroy(); // it takes no input, and fails with that
                            }
                        });
        Thread watchdog =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    if (!hasEnded(process)) {
                                        process.descendants().forEach(ProcessHandle::destroy);
                                        process.destroyForcibly();
                                    }
                                });
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        watchdog.join();
        Assertions.assertEquals(0, process.exitValue(), () -> name + ": " + said);
        return said;
    }

    private static boolean hasEnded(Process process) {
        try {
            return process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
