package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.probe.ControlGroup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files in which the kernel speaks of itself, read without touching io_uring: the supervisor
/// must live where a filter kills whoever does.
final class ProcText {

    private static final int BYTES_MAX = 1 << 20;

    private ProcText() {}

    /// What a file holds, or null where this kernel doesn't have or show it.
    ///
    /// A sysctl gives all of itself to the first read and nothing to a second, so the first must be
    /// large; the JDK's readString starts with one byte.
    static @Nullable String read(Path path) {
        if (!Files.isReadable(path)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(BYTES_MAX);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException _) {
            return null; // procfs refuses some files only when they are read
        }
    }

    /// This process' control groups as they are now.
    static ControlGroup controlGroup() {
        return ControlGroup.read(file -> read(Path.of(file)));
    }
}
