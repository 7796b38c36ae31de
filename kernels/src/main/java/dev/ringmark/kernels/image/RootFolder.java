package dev.ringmark.kernels.image;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Lays out what a guest sees as `/`, in a folder of the host. Needs no rights: nothing is mounted,
/// no device file is made, and whom the files belong to does not matter to a guest's root.
final class RootFolder {
    private static final List<String> FOLDERS =
            List.of("dev", "etc", "job", "opt", "proc", "result", "run", "sys", "tmp", "usr/bin");

    // As Debian does, so that a library's path in the host is right in the guest either way.
    private static final List<List<String>> LINKS =
            List.of(
                    List.of("bin", "usr/bin"),
                    List.of("sbin", "usr/bin"),
                    List.of("usr/sbin", "bin"),
                    List.of("lib", "usr/lib"),
                    List.of("lib64", "usr/lib64"));

    private RootFolder() {}

    /// Fills an existing, empty folder.
    static void fill(Path root, ImageRecipe recipe) throws IOException {
        for (String folder : FOLDERS) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.createDirectories(root.resolve("usr/lib"));
        Files.createDirectories(root.resolve("usr/lib64"));
        for (List<String> link : LINKS) {
            Files.createSymbolicLink(root.resolve(link.get(0)), Path.of(link.get(1)));
        }
        put(recipe.busybox(), root.resolve("usr/bin/busybox"));
        for (String applet :
                HostTools.run(recipe.busybox().toString(), "--list").split("\\s+", -1)) {
            Path link = root.resolve("usr/bin").resolve(applet);
            if (!applet.isEmpty() && !Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("busybox"));
            }
        }
        for (Path library : recipe.libraries()) {
            put(library, root.resolve(library.toString().substring(1)));
        }
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/tmp:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost ringmark\n");
        Path init = Files.writeString(root.resolve("init"), recipe.init());
        Files.setPosixFilePermissions(init, fromString("rwxr-xr-x"));
        linkJava(recipe.jdk(), root.resolve("opt/java"));
    }

    private static void put(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
        Files.setPosixFilePermissions(to, fromString("rwxr-xr-x"));
    }

    private static void linkJava(Path jdk, Path java) {
        HostTools.run(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                ImageRecipe.MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress=" + ImageRecipe.COMPRESSION,
                "--add-options=" + ImageRecipe.JAVA_OPTIONS,
                "--output",
                java.toString());
        // One class archive, for the options above; jlink's own would be for every variant.
        HostTools.run(java.resolve("bin/java").toString(), "-Xshare:dump");
    }
}
