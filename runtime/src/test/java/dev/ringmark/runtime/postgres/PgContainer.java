package dev.ringmark.runtime.postgres;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// Keeps a PostgreSQL in a container for as long as its standard input is open.
///
/// The container has the host's network, because an engine of the project's own makes no other; no
/// capability, and no user that is more than the server.
final class PgContainer {

    /// What it prints when the server takes connections.
    static final String READY = "ready";

    /// The line that asks it to end all sessions and to start the server again.
    static final String RESTART = "restart";

    /// Its exit status where this machine cannot be asked for such a server.
    static final int NO_ENGINE = 3;

    private static final String LOG_LINE = "database system is ready to accept connections";
    private static final int START_SECONDS_MAX = 60;

    private final DockerClient client;
    private final GenericContainer<?> container;

    private PgContainer(DockerClient client, GenericContainer<?> container) {
        this.client = client;
        this.container = container;
    }

    /// Runs to the end of standard input.
    ///
    /// @param args the port on 127.0.0.1, and a PEM with key and certificate
    public static void main(String[] args) {
        System.exit(keep(Integer.parseInt(args[0]), Path.of(args[1]))); // its client has threads
    }

    private static int keep(int port, Path pem) {
        DockerClient client;
        try {
            client = DockerClientFactory.instance().client();
        } catch (IllegalStateException e) {
            System.err.println("no engine answers at " + System.getenv("DOCKER_HOST"));
            return NO_ENGINE;
        }
        String image = "ringmark-postgres:" + ProcessHandle.current().pid();
        try {
            PgImage.make(client, image, pem);
            try (GenericContainer<?> container = container(image, port)) {
                container.start();
                if (!isReached(port)) {
                    return NO_ENGINE;
                }
                new PgContainer(client, container).serve();
            }
            return 0;
        } catch (IOException | RuntimeException e) {
            System.err.println(reason(e));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            remove(client, image);
        }
    }

    private static void remove(DockerClient client, String image) {
        try {
            client.removeImageCmd(image).withForce(true).exec();
        } catch (NotFoundException e) {
            System.err.println("no image was made: " + image);
        }
    }

    private static GenericContainer<?> container(String image, int port) {
        return new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(_ -> false)
                .withNetworkMode("host")
                .withCommand("/bin/sh", PgImage.START, Integer.toString(port))
                .withStartupAttempts(1)
                .withCreateContainerCmdModifier(PgContainer::confine)
                .waitingFor(
                        Wait.forLogMessage(".*" + LOG_LINE + ".*", 1)
                                .withStartupTimeout(Duration.ofSeconds(START_SECONDS_MAX)));
    }

    private static boolean isReached(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            System.err.println(
                    "the engine's containers do not have this machine's network, 127.0.0.1:"
                            + port
                            + ": "
                            + e.getMessage());
            return false;
        }
    }

    private static void confine(CreateContainerCmd create) {
        create.withUser(PgImage.USER).withStopSignal("SIGINT"); // ends sessions, waits for none
        Objects.requireNonNull(create.getHostConfig(), "no HostConfig")
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true"));
    }

    private void serve() throws IOException {
        System.out.println(READY);
        BufferedReader asked =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (int starts = 1; RESTART.equals(asked.readLine()); starts++) {
            client.restartContainerCmd(container.getContainerId()).exec();
            awaitStart(starts + 1);
            System.out.println(READY);
        }
    }

    private void awaitStart(int count) {
        WaitingConsumer log = new WaitingConsumer();
        container.followOutput(log); // from the first start on
        try {
            log.waitUntil(
                    frame -> frame.getUtf8String().contains(LOG_LINE),
                    START_SECONDS_MAX,
                    TimeUnit.SECONDS,
                    count);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the server did not come back in " + START_SECONDS_MAX + " s", e);
        }
    }

    /// The sentence underneath, and the exception's own.
    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return e.getMessage() + ": " + root.getMessage();
    }
}
