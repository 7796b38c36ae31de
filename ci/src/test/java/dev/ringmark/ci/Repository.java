package dev.ringmark.ci;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The repository that these tests were built from: its root, and the files that people edit.
public final class Repository {
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "out", ".git", ".idea");

    private Repository() {}

    /// The folder of the pom that lists the modules.
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path pom = folder.resolve("pom.xml");
            if (Files.isRegularFile(pom) && text(pom).contains("<modules>")) {
                return folder;
            }
            folder = folder.getParent();
        }
        throw new IllegalStateException(
                "no pom with <modules> above " + Path.of("").toAbsolutePath());
    }

    /// Every file outside of the folders that a build or a run makes, relative to the root.
    static List<Path> files() {
        Path root = root();
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            found.add(root.relativize(file));
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
