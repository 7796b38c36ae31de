package dev.ringmark.kernels.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.image.ClassArchive;
import dev.ringmark.kernels.image.HostTools;
import dev.ringmark.kernels.image.RuntimeImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, its figures: classes that were linked on the host are the guest's.
@Tag("vm")
class ClassArchiveTest {
    private static final String JAR = "lib/0.jar";
    private static final List<String> PROGRAM = List.of(Greeting.class.getName(), "host");

    @TempDir private Path folder;

    @Test
    void a_guest_maps_the_classes_and_another_jar_gets_an_archive_of_its_own() throws Exception {
        RealMachine real = RealMachine.open();
        // A link, because archives lie beside the disk and the user's own are kept in two.
        Path disk = Files.createSymbolicLink(folder.resolve("disk"), real.machine().image().file());
        RuntimeImage image =
                new RuntimeImage(disk, real.machine().image().digest(), RuntimeImage.Origin.CACHED);
        Path jar = jar(folder.resolve("greeting.jar"));
        Path archive = archive(image, jar);
        FileTime made = (FileTime) Files.getAttribute(archive, "unix:ctime");

        VmJob job =
                VmJob.of(
                                real.vmlinuz(),
                                List.of(
                                        "java",
                                        "-Xshare:on", // ends the JVM if it does not fit
                                        "-XX:SharedArchiveFile=classes",
                                        "-Xlog:class+load",
                                        "-cp",
                                        JAR,
                                        Greeting.class.getName(),
                                        "guest"))
                        .withFile(JAR, jar)
                        .withFile("classes", archive);
        StringBuilder said = new StringBuilder();
        VmReport report =
                new Vm(real.machine())
                        .run(
                                job,
                                folder.resolve("result"),
                                new VmOutput() {
                                    @Override
                                    public void stdout(byte[] bytes) {
                                        said.append(new String(bytes, StandardCharsets.UTF_8));
                                    }
                                });
        assertEquals(new Outcome.Completed(0), report.outcome());
        assertTrue(said.toString().contains("hello guest"), said::toString);
        assertTrue(
                said.toString().contains(Greeting.class.getName() + " source: shared objects file"),
                said::toString);

        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        assertNotEquals(archive, archive(image, jar));
        assertEquals(made, Files.getAttribute(archive, "unix:ctime"), "made once");
        Files.delete(disk); // JUnit warns of a link that leads out
    }

    private static Path archive(RuntimeImage image, Path jar) throws InterruptedException {
        SequencedMap<String, Path> classPath = new LinkedHashMap<>();
        classPath.put(JAR, jar);
        return ClassArchive.of(image, HostTools.ofProcess(), classPath, PROGRAM);
    }

    private static Path jar(Path file) throws IOException {
        String name = Greeting.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out);
                InputStream in = Greeting.class.getResourceAsStream("Greeting.class")) {
            jar.putNextEntry(new JarEntry(name));
            in.transferTo(jar);
        }
        return file;
    }
}
