package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.bench.SelectsRun.Client;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.postgres.EmbeddedServer;
import dev.ringmark.runtime.postgres.PgServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Compares 50 concurrent SELECTs over the runtime's sockets with PostgreSQL's JDBC driver on
/// virtual threads and on threads of the system (UM-60), and with the client of the first over
/// channels of the JDK's, which tells the client's part from the sockets'.
///
/// All cases ask one embedded server and alternate in blocks, in random order within a block, each
/// in a process of its own ([SelectsRun]).
public final class SelectsAgainstJdbc {

    private static final String WARMUP_SECONDS = "4";
    private static final String SECONDS = "3";

    private record Cost(double wallNs, double cpuNs) {}

    private final Random random = new Random(42);
    private final Map<Client, List<Cost>> costs = new EnumMap<>(Client.class);
    private final int port;

    private SelectsAgainstJdbc(int port) {
        this.port = port;
    }

    /// Measures and prints.
    ///
    /// @param args how many blocks, 8 when nothing is said
    public static void main(String[] args) throws Exception {
        int blocks = args.length == 0 ? 8 : Integer.parseInt(args[0]);
        if (blocks < 2) {
            throw new IllegalArgumentException("blocks: " + blocks + ", expected 2 or more");
        }
        Path folder = Files.createTempDirectory("selects-against-jdbc");
        try (PgServer server = EmbeddedServer.start(folder.resolve("data"))) {
            fill(server.port());
            SelectsAgainstJdbc comparison = new SelectsAgainstJdbc(server.port());
            comparison.measure(blocks);
            comparison.print(blocks);
        } finally {
            delete(folder);
        }
    }

    private static void fill(int port) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + PgServer.DATABASE;
        try (Connection connection =
                        DriverManager.getConnection(url, PgServer.USER, PgServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE accounts AS SELECT id, id * "
                            + SelectsRun.FACTOR
                            + " AS balance FROM generate_series(1, "
                            + SelectsRun.ROWS
                            + ") id");
            statement.execute("ALTER TABLE accounts ADD PRIMARY KEY (id)");
            statement.execute("VACUUM ANALYZE accounts");
        }
    }

    private void measure(int blocks) throws IOException, InterruptedException {
        List<Client> order = new ArrayList<>(List.of(Client.values()));
        for (int block = 0; block < blocks; block++) {
            Collections.shuffle(order, random);
            for (Client each : order) {
                costs.computeIfAbsent(each, _ -> new ArrayList<>()).add(run(each));
            }
        }
    }

    private Cost run(Client client) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        if (client.hasFlag) {
            command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        }
        command.addAll(List.of(SelectsRun.class.getName(), client.name(), port + ""));
        command.addAll(List.of(WARMUP_SECONDS, SECONDS));
        String[] printed = EchoInC.run(command).strip().split(" ", -1);
        return new Cost(Double.parseDouble(printed[0]), Double.parseDouble(printed[1]));
    }

    private void print(int blocks) {
        System.out.printf(
                "%d concurrent SELECTs on %s by %s: medians of %d interleaved runs%n",
                SelectsRun.CONNECTIONS, Kernel.host().release(), Kernel.host().binding(), blocks);
        System.out.printf(
                "%-31s %8s %10s  %-28s %-28s %s%n",
                "client",
                "CPU us",
                "SELECTs/s",
                "of JDBC on virtual threads",
                "of JDBC on threads",
                "wall, of JDBC on virtual threads");
        for (Client each : Client.values()) {
            System.out.printf(
                    "%-31s %8.2f %10.0f  %-28s %-28s %s%n",
                    each,
                    BlockRatio.median(figures(each, Cost::cpuNs)) / 1e3,
                    1e9 / BlockRatio.median(figures(each, Cost::wallNs)),
                    ratio(each, Client.JDBC_ON_VIRTUAL_THREADS, Cost::cpuNs),
                    ratio(each, Client.JDBC_ON_THREADS, Cost::cpuNs),
                    ratio(each, Client.JDBC_ON_VIRTUAL_THREADS, Cost::wallNs));
        }
    }

    private String ratio(Client above, Client below, ToDoubleFunction<Cost> cost) {
        return BlockRatio.of(figures(above, cost), figures(below, cost), random).describe();
    }

    private double[] figures(Client client, ToDoubleFunction<Cost> cost) {
        return costs.getOrDefault(client, List.of()).stream().mapToDouble(cost).toArray();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
