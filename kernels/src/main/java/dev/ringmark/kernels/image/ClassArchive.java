package dev.ringmark.kernels.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The classes of a Java program, linked once on this machine: a guest's JVM maps them where it
/// would load, verify and link each of them under emulation.
public final class ClassArchive {

    /* HotSpot takes an archive only if the JVM, the run-time image and the class path, with each
     * jar's size and time, are those that it was made with. So it is made by the disk's own Java,
     * taken out of the disk, with the class path as the guest will name it. Every JVM of a training
     * run lists what it loads, and one archive is made of all the lists: the program may be several
     * processes. A training run that fails only makes a smaller archive. */

    private static final int TRAINING_TIME_S_MAX = 120;
    private static final String LISTS = ".classes";

    /// Numbers of classes and of their loaders mean something in one list only.
    private static final Pattern NUMBER = Pattern.compile(" id: \\d+");

    private final SequencedMap<String, Path> classPath;
    private final Path java;
    private final Path work;

    private ClassArchive(SequencedMap<String, Path> classPath, Path java, Path work) {
        this.classPath = classPath;
        this.java = java;
        this.work = work;
    }

    /// The archive for a program, made now unless it lies beside the disk.
    ///
    /// @param classPath jars only, by the paths that the guest will have in `-cp`, in that order
    /// @param program the main class and its words, for a run in an empty folder that shows what
    ///     the program needs
    public static Path of(
            RuntimeImage image,
            HostTools tools,
            SequencedMap<String, Path> classPath,
            List<String> program)
            throws InterruptedException {
        Path folder = image.file().resolveSibling("classes");
        try {
            Files.createDirectories(folder);
            Path archive = folder.resolve(digest(image, classPath) + ".jsa");
            return CacheLock.hold(
                    folder.resolve("lock"),
                    () -> ready(folder, archive, image, tools, classPath, program));
        } catch (IOException e) {
            throw new HostException(
                    folder + ": cannot make the archive of classes: " + e + "; is the disk full?",
                    e);
        }
    }

    private static Path ready(
            Path folder,
            Path archive,
            RuntimeImage image,
            HostTools tools,
            SequencedMap<String, Path> classPath,
            List<String> program)
            throws IOException, InterruptedException {
        if (Files.exists(archive)) {
            Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
            return archive;
        }
        Path scratch = Files.createTempDirectory("ringmark-classes-");
        try {
            HostTools.run(
                    tools.find(HostTools.Tool.DEBUGFS).toString(),
                    "-R",
                    "rdump /opt/java " + scratch,
                    image.file() + "?offset=" + RuntimeImage.OFFSET_BYTES);
            Path work = Files.createDirectory(scratch.resolve("work"));
            Path java = scratch.resolve("java/bin/java");
            Path made = new ClassArchive(classPath, java, work).make(program);
            Path part = Files.createTempFile(folder, "part-", "");
            try {
                Files.copy(made, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } finally {
            FileTree.delete(scratch);
        }
        forgetOld(folder);
        return archive;
    }

    private Path make(List<String> program) throws IOException, InterruptedException {
        for (Map.Entry<String, Path> jar : classPath.entrySet()) {
            Path link = work.resolve(jar.getKey());
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, jar.getValue().toAbsolutePath());
        }
        train(program);
        Files.write(work.resolve("all"), listed());
        HostTools.run(
                "sh",
                "-c",
                "cd \"$0\" && exec \"$@\"",
                work.toString(),
                java.toString(),
                "-Xshare:dump",
                "-XX:+AOTClassLinking",
                "-XX:SharedClassListFile=all",
                "-XX:SharedArchiveFile=archive",
                "-cp",
                String.join(":", classPath.keySet()));
        return work.resolve("archive");
    }

    private void train(List<String> program) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(java.toString(), "-cp", String.join(":", classPath.keySet())));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:DumpLoadedClassList=%p" + LISTS);
        builder.redirectErrorStream(true).redirectOutput(work.resolve("said").toFile());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(TRAINING_TIME_S_MAX, TimeUnit.SECONDS)) {
                throw new HostException(
                        command + ": took more than " + TRAINING_TIME_S_MAX + " s on this machine");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    /// What any of the JVMs loaded. Classes of loaders of their own (`super:`) are left out.
    private Set<String> listed() throws IOException {
        Set<String> all = new LinkedHashSet<>();
        try (Stream<Path> lists = Files.list(work)) {
            for (Path list : lists.filter(file -> file.toString().endsWith(LISTS)).toList()) {
                Files.readAllLines(list, UTF_8).stream()
                        .filter(line -> !line.startsWith("#") && !line.contains(" super: "))
                        .map(line -> NUMBER.matcher(line).replaceFirst(""))
                        .forEach(all::add);
            }
        }
        if (all.isEmpty()) {
            throw new HostException(
                    "the program loaded no class: " + Files.readString(work.resolve("said")));
        }
        return all;
    }

    private static String digest(RuntimeImage image, SequencedMap<String, Path> classPath)
            throws IOException {
        StringBuilder text = new StringBuilder(image.digest()).append('\n');
        for (Map.Entry<String, Path> jar : classPath.entrySet()) {
            text.append(jar.getKey())
                    .append(' ')
                    .append(Files.getLastModifiedTime(jar.getValue()).toMillis())
                    .append(' ')
                    .append(ImageRecipe.sha256(Files.readAllBytes(jar.getValue())))
                    .append('\n');
        }
        return ImageRecipe.sha256(text.toString().getBytes(UTF_8));
    }

    /// Those of other jars; not those that another process may be starting VMs with.
    private static void forgetOld(Path folder) throws IOException {
        Instant limit = Instant.now().minus(RuntimeImage.UNUSED_MAX);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".jsa")).toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.delete(file);
                }
            }
        }
    }
}
