package dev.ringmark.kernels.image;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a container sees as `/`, in a tar that any engine imports: the root of the VMs' disk, and
/// the files that are to run there. No registry is asked for anything.
public final class RootArchive {
    private RootArchive() {}

    /// Makes the tar.
    ///
    /// @param tar must not exist
    /// @param files of the host by their path in the container, without the first slash
    public static void write(Path tar, HostTools tools, Map<String, Path> files) {
        for (Path file : files.values()) {
            if (!Files.isReadable(file)) {
                throw new HostException(file + ": cannot be read; is Ringmark built?");
            }
        }
        ImageRecipe recipe = ImageRecipe.of(tools);
        try {
            Path scratch = Files.createTempDirectory("ringmark-root-");
            try {
                Path root = Files.createDirectory(scratch.resolve("root"));
                RootFolder.fill(root, recipe);
                // Whoever a container runs as must be able to enter it and to write there.
                Files.setPosixFilePermissions(root, fromString("rwxr-xr-x"));
                Files.setPosixFilePermissions(root.resolve("tmp"), fromString("rwxrwxrwx"));
                for (Map.Entry<String, Path> file : files.entrySet()) {
                    Path to = root.resolve(file.getKey());
                    Files.createDirectories(to.getParent());
                    Files.copy(file.getValue(), to);
                }
                HostTools.run(
                        List.of(
                                recipe.busybox().toString(),
                                "tar",
                                "-C",
                                root.toString(),
                                "-cf",
                                tar.toString(),
                                "."));
            } finally {
                FileTree.delete(scratch);
            }
        } catch (IOException e) {
            throw new HostException(
                    tar + ": cannot make the container's root: " + e + "; is the disk full?", e);
        }
    }
}
