package dev.ringmark.runtime.postgres;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Against a server in a container: the engine of the environment, or one of the project's own.
///
/// Where none can run, the tests are skipped with the reason; where `CI` is true, that is an error.
class ContainerPostgresTest extends PgContract {

    @TempDir static Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit calls start() first
    private static PgServer server;

    @BeforeAll
    static void start() {
        server = ContainerServer.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    PgServer server() {
        return server;
    }
}
