package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The folder of one run: `out/20261121-012345-6.1.0-18-amd64-3f9c`, made empty.
record RunFolder(String runId, Path path) {
    /// More than a full suite and its reports take.
    static final long FREE_BYTES_MIN = 16L << 20;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /// Makes the folder below `parent`, which is made too where it is missing.
    static RunFolder create(Path parent, Instant now, String kernel, RandomGenerator random) {
        String id = "%s-%s-%s".formatted(TIME.format(now), fileName(kernel), hex(random));
        Path path = parent.toAbsolutePath().normalize().resolve(id);
        try {
            Files.createDirectories(path);
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < FREE_BYTES_MIN) {
                Files.delete(path);
                throw new CommandException(
                        ExitStatus.COULD_NOT_RUN,
                        "--out: %s has %d KiB free, expected %d or more"
                                .formatted(parent, free >> 10, FREE_BYTES_MIN >> 10));
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "--out: cannot make a folder in " + parent + ": " + reason(e),
                    e);
        }
        return new RunFolder(id, path);
    }

    /// What the harness writes.
    Path record() {
        return path.resolve("run.ndjson");
    }

    /// What the harness complained about; there only if it did.
    Path log() {
        return path.resolve("harness.log");
    }

    /// Removes what nobody needs: a log without more than `told`, and a folder that is then empty.
    void tidy(String told) {
        try {
            if (Files.exists(log()) && Files.readString(log()).strip().equals(told)) {
                Files.delete(log());
            }
            try (Stream<Path> files = Files.list(path)) {
                if (files.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, "cannot clear up " + path + ": " + reason(e), e);
        }
    }

    /// The system's own words, without the path.
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String fileName(String text) {
        return text.replaceAll("[^A-Za-z0-9._+-]", "_");
    }

    private static String hex(RandomGenerator random) {
        return HexFormat.of().toHexDigits((short) random.nextInt());
    }
}
