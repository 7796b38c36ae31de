package dev.ringmark.kernels.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;

/// Everything that goes into a runtime disk. Two recipes with the same text make the same disk.
///
/// @param jdk the JDK that the guest's Java runtime is linked from: the one that runs us
/// @param busybox the host's
/// @param libraries of the host, each at its path in the guest, too
/// @param init what becomes PID 1
record ImageRecipe(Path jdk, Path busybox, SortedSet<Path> libraries, String init) {
    /// Changes whenever the way from these things to a disk changes.
    private static final int FORMAT = 1;

    // java.base alone would run the checks; the others are what a diagnosis or a benchmark needs.
    static final String MODULES =
            "java.base,java.logging,java.management,jdk.jfr,jdk.management,"
                    + "jdk.unsupported,jdk.zipfs";

    /// The disk is 27 MB smaller for it, and what starts often comes out of an archive of classes.
    static final String COMPRESSION = "zip-6";

    /// Defaults of the guest's `java`: under emulation, the first compiler alone halves the time of
    /// short programs, AVX is slow, and so is moving an archive of classes to a random address.
    static final String JAVA_OPTIONS =
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:UseAVX=0 -XX:-UsePerfData"
                    + " -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
                    + " --enable-native-access=ALL-UNNAMED";

    /// What this machine offers.
    static ImageRecipe of(HostTools tools) {
        if (!System.getProperty("os.arch").equals("amd64")) {
            throw new HostException(
                    "VMs need an x86_64 machine; this one is " + System.getProperty("os.arch"));
        }
        Path jdk = realPath(Path.of(System.getProperty("java.home")));
        if (!Files.isExecutable(jdk.resolve("bin/jlink"))) {
            throw new HostException(
                    jdk + ": has no bin/jlink; run Ringmark with a JDK, not with a JRE");
        }
        Path busybox = tools.find(HostTools.Tool.BUSYBOX);
        List<Path> programs =
                List.of(busybox, jdk.resolve("bin/java"), jdk.resolve("lib/server/libjvm.so"));
        try (InputStream in = ImageRecipe.class.getResourceAsStream("init.sh")) {
            if (in == null) {
                throw new IllegalStateException("init.sh is not beside " + ImageRecipe.class);
            }
            return new ImageRecipe(
                    jdk,
                    busybox,
                    SharedLibraries.neededBy(programs, jdk),
                    new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new HostException("init.sh: " + e.getMessage(), e);
        }
    }

    /// One line for each ingredient. The JDK's modules are 140 MB: their size and time stand for
    /// them, beside the JDK's own word on its version.
    String text() throws IOException {
        Path modules = jdk.resolve("lib/modules");
        List<String> lines = new ArrayList<>();
        lines.add("format " + FORMAT);
        lines.add("jlink " + MODULES + " " + COMPRESSION + " " + JAVA_OPTIONS);
        lines.add("release " + sha256(Files.readAllBytes(jdk.resolve("release"))));
        lines.add("modules " + Files.size(modules) + " " + Files.getLastModifiedTime(modules));
        lines.add("init " + sha256(init.getBytes(UTF_8)));
        lines.add("busybox " + sha256(Files.readAllBytes(busybox)));
        for (Path library : libraries) {
            lines.add("library " + library + " " + sha256(Files.readAllBytes(library)));
        }
        return String.join("\n", lines) + "\n";
    }

    /// The name of the disk that this makes.
    String digest() throws IOException {
        return sha256(text().getBytes(UTF_8));
    }

    /// As the loader will name it.
    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new HostException(path + ": " + e.getMessage(), e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
