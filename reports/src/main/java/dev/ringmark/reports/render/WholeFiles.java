package dev.ringmark.reports.render;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Files that appear in a folder whole or not at all.
///
/// All are written and synced under temporary names before the first gets its own, so that a full
/// or read-only folder is noticed while nothing of the old state is gone.
public final class WholeFiles {
    private WholeFiles() {}

    /// Writes each content under its name into `folder`, which is made where it is missing.
    ///
    /// @throws IOException naming the folder and what was wrong; no half-written file is left then
    public static void write(Path folder, Map<String, String> contents) throws IOException {
        var files = new LinkedHashMap<Path, Path>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> content : contents.entrySet()) {
                Path temporary = folder.resolve("." + content.getKey() + ".tmp");
                files.put(temporary, folder.resolve(content.getKey()));
                writeSynced(temporary, content.getValue());
            }
            for (Map.Entry<Path, Path> file : files.entrySet()) {
                Files.move(file.getKey(), file.getValue(), ATOMIC_MOVE);
            }
            try (FileChannel entries = FileChannel.open(folder, READ)) {
                entries.force(true);
            }
        } catch (IOException e) {
            var failure = new IOException("report not written to " + folder + ": " + reason(e), e);
            for (Path temporary : files.keySet()) {
                delete(temporary, failure);
            }
            throw failure;
        }
    }

    private static void writeSynced(Path file, String content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void delete(Path temporary, IOException failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such folder";
            case FileAlreadyExistsException _ -> "a file of this name is in the way";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
