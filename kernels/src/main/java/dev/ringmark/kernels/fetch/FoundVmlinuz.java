package dev.ringmark.kernels.fetch;

import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelException.Blame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A vmlinuz, and how it is called where it comes from.
///
/// @param path its name in its package, or that of the file
record FoundVmlinuz(Path file, String path) {
    /// The vmlinuz that a path means: the file itself, the one in a deb package, which is unpacked
    /// into `scratch`, or what the one such file of a folder has.
    static FoundVmlinuz in(Path path, Path scratch) {
        if (Files.isDirectory(path)) {
            return in(onlyKernelIn(path), scratch);
        }
        if (!path.toString().endsWith(".deb")) {
            return new FoundVmlinuz(path, String.valueOf(path.getFileName()));
        }
        String inside =
                KernelPackage.find(path)
                        .orElseThrow(
                                () ->
                                        new KernelException(
                                                Blame.INPUT,
                                                path
                                                        + ": no vmlinuz in it; since 6.19 it is in"
                                                        + " the package linux-binary-*"));
        Path file = scratch.resolve("vmlinuz");
        KernelPackage.extract(path, inside, file);
        return new FoundVmlinuz(file, inside);
    }

    private static Path onlyKernelIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> kernels =
                    files.filter(Files::isRegularFile)
                            .filter(
                                    file -> {
                                        String name = String.valueOf(file.getFileName());
                                        return name.startsWith("vmlinuz")
                                                || name.equals("bzImage")
                                                || name.endsWith(".deb");
                                    })
                            .sorted()
                            .toList();
            if (kernels.size() != 1) {
                throw new KernelException(
                        Blame.INPUT,
                        folder
                                + ": expected one vmlinuz, bzImage or deb package in it, found "
                                + (kernels.isEmpty() ? "none" : kernels));
            }
            return kernels.getFirst();
        } catch (IOException e) {
            throw new KernelException(Blame.INPUT, folder + ": " + e.getMessage(), e);
        }
    }
}
