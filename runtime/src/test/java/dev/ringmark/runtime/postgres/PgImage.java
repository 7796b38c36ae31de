package dev.ringmark.runtime.postgres;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/// An image with a PostgreSQL, made of what is here: zonky's binaries, busybox for a shell, and the
/// host's libraries that the binaries ask for. No registry has a part in it.
final class PgImage {

    /// Who runs the server; all files are theirs.
    static final String USER = "70:70";

    private static final String RECIPE = "FROM scratch\nCOPY --chown=" + USER + " . /\n";
    private static final long BUILD_SECONDS_MAX = 60;

    /// The script that makes the data where there is none, and then becomes the server.
    static final String START = "/start";

    private static final String BINARIES = "/postgres-linux-x86_64.txz";
    private static final Pattern HOST_LIBRARY =
            Pattern.compile("(?m)(?:=>|^)\\s+(/(?:usr/)?lib\\S+) \\(0x");

    private PgImage() {}

    /// Makes it.
    ///
    /// @param pem key and certificate of the server
    static void make(DockerClient client, String name, Path pem)
            throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("ringmark-postgres-");
        try {
            Path root = Files.createDirectory(scratch.resolve("root"));
            unpack(root.resolve("pg"));
            for (String library : libraries(root.resolve("pg"))) {
                copy(Path.of(library), root.resolve(library.substring(1)));
            }
            copy(busybox(), root.resolve("bin/busybox"));
            Files.createSymbolicLink(root.resolve("bin/sh"), Path.of("busybox"));
            Files.createDirectory(root.resolve("tmp"));
            Files.createDirectory(root.resolve("data"));
            write(root, "etc/passwd", "postgres:x:70:70::/data:/bin/sh\n");
            write(root, "etc/postgres/password", PgServer.PASSWORD + "\n");
            write(root, "etc/postgres/hba", PgServer.HBA);
            Path key = root.resolve("etc/postgres/pem");
            copy(pem, key);
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            write(root, "Dockerfile", RECIPE);
            write(root, START.substring(1), script());
            send(client, name, root, scratch.resolve("tar"));
        } finally {
            delete(scratch);
        }
    }

    private static String script() {
        String settings =
                PgServer.SETTINGS.entrySet().stream()
                        .map(one -> " -c " + one.getKey() + "=" + one.getValue())
                        .collect(Collectors.joining());
        return """
        set -e
        [ -f /data/PG_VERSION ] || /pg/bin/initdb -D /data -U %s -E UTF8 --no-locale --no-sync \
            -A scram-sha-256 --pwfile=/etc/postgres/password
        exec /pg/bin/postgres -D /data -p "$1" -c unix_socket_directories=/tmp \
            -c hba_file=/etc/postgres/hba -c ssl_cert_file=/etc/postgres/pem \
            -c ssl_key_file=/etc/postgres/pem%s
        """
                .formatted(PgServer.USER, settings);
    }

    private static void unpack(Path to) throws IOException, InterruptedException {
        Files.createDirectory(to);
        try (InputStream packed = PgImage.class.getResourceAsStream(BINARIES)) {
            if (packed == null) {
                throw new IOException(BINARIES + " is not on the class path");
            }
            Process tar = start("tar", "-C", to.toString(), "-xf", "-");
            try (OutputStream out = tar.getOutputStream()) {
                new XZInputStream(packed).transferTo(out);
            }
            finish(tar);
        }
    }

    /// What the programs and their own libraries take of the host's.
    private static Set<String> libraries(Path pg) throws IOException, InterruptedException {
        Set<String> libraries = new TreeSet<>();
        for (String program : List.of("initdb", "pg_ctl", "postgres")) {
            Process ldd = start("ldd", pg.resolve("bin").resolve(program).toString());
            String said = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            finish(ldd);
            Matcher matcher = HOST_LIBRARY.matcher(said);
            while (matcher.find()) {
                libraries.add(matcher.group(1));
            }
        }
        return libraries;
    }

    private static void send(DockerClient client, String name, Path root, Path tar)
            throws IOException, InterruptedException {
        finish(start("tar", "-C", root.toString(), "-cf", tar.toString(), "."));
        try (InputStream in = Files.newInputStream(tar)) {
            client.buildImageCmd(in)
                    .withTags(Set.of(name))
                    .withPull(false)
                    .withNoCache(true)
                    .withForcerm(true)
                    .exec(new BuildImageResultCallback())
                    .awaitImageId(BUILD_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    private static Path busybox() throws IOException {
        for (String folder : List.of("/usr/bin", "/bin")) {
            Path path = Path.of(folder, "busybox");
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        throw new IOException("no busybox here: 'apt-get install busybox-static'");
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void finish(Process process) throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            throw new IOException(
                    process.info().command().orElse("a program")
                            + " ended with "
                            + process.exitValue());
        }
    }

    private static void write(Path root, String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to); // what a link leads to
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
