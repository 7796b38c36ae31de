package dev.ringmark.runtime.postgres;

import dev.ringmark.runtime.io.Certificates;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;

/// A server of zonky's binaries, which needs no engine, no root and no installation.
public final class EmbeddedServer implements PgServer {

    private static final Duration START_TIME_MAX = Duration.ofSeconds(60);

    private final Path data;
    private EmbeddedPostgres server;

    private EmbeddedServer(Path data, EmbeddedPostgres server) {
        this.data = data;
        this.server = server;
    }

    /// Starts one.
    ///
    /// @param data where its files go; whoever made the folder removes it
    public static EmbeddedServer start(Path data) {
        EmbeddedPostgres server = started(data, 0, EmbeddedServer::prepare);
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE ROLE " + USER + " LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'");
        } catch (SQLException e) {
            throw new IllegalStateException("the role of the tests", e);
        }
        return new EmbeddedServer(data, server);
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public void restart() {
        int port = port();
        close();
        server = started(data, port, _ -> {});
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres started(Path data, int port, Consumer<File> prepare) {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setDataDirectoryCustomizer(prepare)
                        .setPort(port)
                        .setPGStartupWait(START_TIME_MAX);
        SETTINGS.forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("an embedded PostgreSQL in " + data, e);
        }
    }

    /// Between initdb and the first start.
    private static void prepare(File directory) {
        Path data = directory.toPath();
        try {
            Path pem = Certificates.pem();
            Files.copy(pem, data.resolve("server.crt"));
            Path key = Files.copy(pem, data.resolve("server.key"));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(data.resolve("pg_hba.conf"), HBA);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the files of a server in " + data, e);
        }
    }
}
