package dev.ringmark.runtime.postgres;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Against a server of its own, wherever there is Maven.
class EmbeddedPostgresTest extends PgContract {

    @TempDir static Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit calls start() first
    private static PgServer server;

    @BeforeAll
    static void start() {
        server = EmbeddedServer.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    PgServer server() {
        return server;
    }
}
