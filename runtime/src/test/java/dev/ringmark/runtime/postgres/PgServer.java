package dev.ringmark.runtime.postgres;

import java.util.Map;

/// A PostgreSQL for tests: on loopback, with TLS, and SCRAM for the user of the tests.
public interface PgServer extends AutoCloseable {

    String USER = "ringmark";
    String PASSWORD = "pencil";
    String DATABASE = "postgres";

    /// What the server asks of whom: SCRAM of ours, nothing of the fixture's own user.
    String HBA =
            """
            local all all trust
            host all postgres 127.0.0.1/32 trust
            host all ringmark 127.0.0.1/32 scram-sha-256
            """;

    /// Its settings, beside the defaults.
    Map<String, String> SETTINGS =
            Map.of(
                    "listen_addresses", "127.0.0.1",
                    "max_connections", "120",
                    "ssl", "on",
                    "fsync", "off");

    /// Of 127.0.0.1; the same after a restart.
    int port();

    /// Ends all sessions (SIGINT) and starts again on the same data.
    void restart();

    @Override
    void close();
}
