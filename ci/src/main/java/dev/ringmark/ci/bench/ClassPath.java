package dev.ringmark.ci.bench;

import dev.ringmark.stats.sample.SampleException;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The jars and folders of one variant, all of them there, and a digest of what is in them.
public record ClassPath(List<Path> entries, String digest) {
    /// Copies the entries.
    public ClassPath {
        entries = List.copyOf(entries);
    }

    /// Reads `a.jar:classes`, or `@FILE` which holds such a line.
    ///
    /// @param folder where relative paths start
    /// @throws SampleException for an entry that is not there
    public static ClassPath of(String variant, String text, Path folder) {
        String line =
                text.startsWith("@") ? line(variant, folder.resolve(text.substring(1))) : text;
        List<Path> entries = new ArrayList<>();
        for (String name : line.split(File.pathSeparator, -1)) {
            if (name.isBlank()) {
                continue;
            }
            Path entry = folder.resolve(name.strip());
            if (!Files.isReadable(entry)) {
                throw new SampleException(
                        "variant " + variant, name, "a jar or a folder that is there");
            }
            entries.add(entry);
        }
        if (entries.isEmpty()) {
            throw new SampleException("variant " + variant, "nothing", "a class path");
        }
        return new ClassPath(entries, digest(entries));
    }

    /// As a JVM takes it.
    @Override
    public String toString() {
        return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
    }

    private static String line(String variant, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new SampleException(
                    "variant " + variant, "@" + file, "a file with a class path in it");
        }
    }

    /// Of names below the entries and contents: where the entries lie does not matter.
    private static String digest(List<Path> entries) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path entry : entries) {
                try (Stream<Path> files = Files.walk(entry)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        String name = entry.relativize(file).toString();
                        digest.update(name.getBytes(StandardCharsets.UTF_8));
                        digest.update(Files.readAllBytes(file));
                    }
                }
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
