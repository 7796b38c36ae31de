package dev.ringmark.runtime.postgres;

import dev.ringmark.runtime.io.Certificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A server in a container, which a JVM of its own keeps: Testcontainers takes its settings from
/// the environment, and `.ci/engine run` brings that. When this process dies, that one notices, and
/// container, image and engine go.
final class ContainerServer implements PgServer {

    private static final long END_SECONDS_MAX = 60;

    private final Process keeper;
    private final BufferedReader said;
    private final Path complaints;
    private final int port;

    private ContainerServer(Process keeper, Path complaints, int port) {
        this.keeper = keeper;
        this.said = keeper.inputReader(StandardCharsets.UTF_8);
        this.complaints = complaints;
        this.port = port;
    }

    /// Starts one, or says why the test cannot be: that skips it, or fails it where `CI` is true.
    ///
    /// @param folder where an engine's files go; whoever made the folder removes it
    static ContainerServer start(Path folder) {
        try {
            int port = freePort();
            Path complaints = folder.resolve("complaints");
            Process keeper = keeper(folder, complaints, port);
            ContainerServer server = new ContainerServer(keeper, complaints, port);
            server.awaitReady();
            return server;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a PostgreSQL in a container", e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void restart() {
        try {
            keeper.outputWriter(StandardCharsets.UTF_8).append(PgContainer.RESTART + "\n").flush();
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException("the container's keeper: " + complaints(), e);
        }
    }

    @Override
    public void close() {
        try {
            keeper.outputWriter(StandardCharsets.UTF_8).close();
            if (!keeper.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                keeper.destroy();
                throw new IllegalStateException(
                        "the container is not gone after " + END_SECONDS_MAX + " s");
            }
            if (keeper.exitValue() != 0) {
                throw new IllegalStateException("the container's end: " + complaints());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the container's end: " + complaints(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Process keeper(Path folder, Path complaints, int port)
            throws IOException, GeneralSecurityException {
        Path engine = Path.of("..", ".ci", "engine").toAbsolutePath().normalize();
        List<String> command =
                List.of(
                        engine.toString(),
                        "run",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PgContainer.class.getName(),
                        Integer.toString(port),
                        Certificates.pem().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
        builder.environment().put("RINGMARK_ENGINE_FOLDER", folder.resolve("engine").toString());
        builder.environment().put("RINGMARK_ENGINE_INSTALL", "no"); // tests install nothing
        return builder.start();
    }

    private void awaitReady() throws IOException {
        String line = said.readLine();
        if (PgContainer.READY.equals(line)) {
            return;
        }
        try {
            int status = keeper.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS) ? keeper.exitValue() : 1;
            boolean mayBeMissing = !"true".equals(System.getenv("CI"));
            Assumptions.assumeFalse(
                    status == PgContainer.NO_ENGINE && mayBeMissing, this::complaints);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("a PostgreSQL in a container: " + complaints());
    }

    private String complaints() {
        try {
            return Files.readString(complaints).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
