package dev.ringmark.kernels.image;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The programs of this machine that a VM needs.
///
/// @param folders where they are looked for, in this order
public record HostTools(List<Path> folders) {
    private static final int ANSWER_TIME_S_MAX = 120;

    /// A program, and how to come by it.
    public enum Tool {
        /// The emulator.
        QEMU("qemu-system-x86_64", "qemu-system-x86"),
        /// Makes a file system from a folder, without mounting anything.
        MKE2FS("mke2fs", "e2fsprogs"),
        /// Reads a file system, without mounting it.
        DEBUGFS("debugfs", "e2fsprogs"),
        /// Everything in a VM that is not Java.
        BUSYBOX("busybox", "busybox-static");

        private final String program;
        private final String debianPackage;

        Tool(String program, String debianPackage) {
            this.program = program;
            this.debianPackage = debianPackage;
        }
    }

    /// Those in `PATH`, and in the folders for the administrator's programs.
    public static HostTools ofProcess() {
        String path = System.getenv().getOrDefault("PATH", "");
        return new HostTools(
                Stream.concat(
                                Stream.of(path.split(File.pathSeparator, -1)),
                                Stream.of("/usr/sbin", "/sbin"))
                        .filter(folder -> folder.startsWith("/"))
                        .map(Path::of)
                        .distinct()
                        .toList());
    }

    /// The folders, in a copy of our own.
    public HostTools {
        folders = List.copyOf(folders);
    }

    /// Where a tool is; a [HostException] says how to come by it.
    public Path find(Tool tool) {
        return folders.stream()
                .map(folder -> folder.resolve(tool.program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () ->
                                new HostException(
                                        tool.program
                                                + ": not found in "
                                                + folders
                                                + "; install it, on Debian with 'apt-get install "
                                                + tool.debianPackage
                                                + "'"));
    }

    /// Runs a tool to its end and returns what it said; one that fails ends in a [HostException].
    static String run(String... command) {
        return run(List.of(command));
    }

    /// The same, for words in a list.
    public static String run(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
            builder.redirectErrorStream(true).environment().put("LC_ALL", "C.UTF-8");
            builder.environment().remove("JDK_JAVA_OPTIONS");
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<byte[]> said = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    said.complete(process.getInputStream().readAllBytes());
                                } catch (IOException e) {
                                    said.completeExceptionally(e);
                                }
                            });
            try {
                if (!process.waitFor(ANSWER_TIME_S_MAX, TimeUnit.SECONDS)) {
                    throw new HostException(
                            command + ": took more than " + ANSWER_TIME_S_MAX + " s");
                }
            } finally {
                if (process.isAlive()) { // after Ctrl-C, nobody waits for it any more
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
            String text = new String(said.join(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new HostException(
                        command + ": status " + process.exitValue() + ": " + text.strip());
            }
            return text;
        } catch (IOException e) {
            throw new HostException("cannot run " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException(command + ": interrupted", e);
        }
    }
}
