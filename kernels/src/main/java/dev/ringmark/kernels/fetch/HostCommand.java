package dev.ringmark.kernels.fetch;

import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelException.Blame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A tool of this machine, run to its end with a deadline; in English, with nothing on its input.
final class HostCommand {
    private static final Duration TIME_MAX = Duration.ofMinutes(5);
    private static final int OUTPUT_BYTES_MAX = 64 << 20;

    /// What it said and how it ended.
    record Result(int status, String out, String err) {
        boolean ok() {
            return status == 0;
        }
    }

    private HostCommand() {}

    /// Runs one command.
    static Result run(List<String> command) {
        try {
            Process process = builder(command).start();
            process.getOutputStream().close();
            CompletableFuture<String> out = text(process.getInputStream());
            CompletableFuture<String> err = text(process.getErrorStream());
            await(process, command);
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw missing(command, e);
        }
    }

    /// Runs two commands, the first one's output the second one's input, the second one's output
    /// a file. The second may stop reading early; its status counts.
    static Result pipe(List<String> first, List<String> second, Path file) {
        List<Process> processes = new ArrayList<>();
        try {
            processes.addAll(
                    ProcessBuilder.startPipeline(
                            List.of(
                                    builder(first).redirectError(ProcessBuilder.Redirect.DISCARD),
                                    builder(second).redirectOutput(file.toFile()))));
            Process last = processes.getLast();
            CompletableFuture<String> err = text(last.getErrorStream());
            await(last, second);
            return new Result(last.exitValue(), "", err.join());
        } catch (IOException e) {
            throw missing(first, e);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    private static void await(Process process, List<String> command) {
        try {
            if (process.waitFor(TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new KernelException(
                Blame.MACHINE,
                command.getFirst() + ": stopped; it may take " + TIME_MAX.toSeconds() + " s");
    }

    private static CompletableFuture<String> text(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (stream) {
                                byte[] bytes = stream.readNBytes(OUTPUT_BYTES_MAX);
                                text.complete(new String(bytes, StandardCharsets.UTF_8));
                            } catch (IOException e) {
                                text.completeExceptionally(new UncheckedIOException(e));
                            }
                        });
        return text;
    }

    private static KernelException missing(List<String> command, IOException e) {
        return new KernelException(
                Blame.MACHINE, "cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
}
