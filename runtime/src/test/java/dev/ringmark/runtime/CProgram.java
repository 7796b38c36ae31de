package dev.ringmark.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A C program that is compiled in a test's own folder: what the kernel's headers really say.
public final class CProgram {

    private static final String COMPILER = "gcc";
    private static final long PATIENCE_S = 60;

    private final Path binary;

    private CProgram(Path binary) {
        this.binary = binary;
    }

    /// Compiles a program; a test that cannot have one is aborted in words, and fails in CI.
    ///
    /// @param folder where source and binary go
    public static CProgram compile(Path folder, String source, String... options) {
        requireCompiler();
        try {
            Path file = Files.writeString(folder.resolve("program.c"), source);
            Path binary = folder.resolve("program");
            List<String> command = new ArrayList<>(List.of(COMPILER, "-o", binary.toString()));
            command.add(file.toString());
            command.addAll(List.of(options));
            run(command);
            return new CProgram(binary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs it to its end.
    ///
    /// @return the lines it printed
    public List<String> run() {
        return run(List.of(binary.toString())).lines().toList();
    }

    /// A kernel header that is installed, or an abort in words where none of them is.
    public static Path header(String... candidates) {
        for (String candidate : candidates) {
            if (Files.isReadable(Path.of(candidate))) {
                return Path.of(candidate);
            }
        }
        return Assumptions.abort("not installed: " + String.join(", ", candidates));
    }

    private static void requireCompiler() {
        try {
            run(List.of(COMPILER, "--version"));
        } catch (UncheckedIOException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw e;
            }
            Assumptions.abort(COMPILER + " is not installed: " + e.getMessage());
        }
    }

    private static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
