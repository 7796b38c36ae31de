package dev.ringmark.runtime.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.SocketOption;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.postgres.PgConnection;
import dev.ringmark.runtime.postgres.PgServer;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// 50 connections that ask a PostgreSQL for one row by its key, each waiting for its answer and
/// checking it. Prints nanoseconds for a SELECT, by wall clock and of this process' CPU.
///
/// All cases speak the extended protocol with a statement that was prepared once, text in both
/// directions, one round trip for a SELECT, no TLS. Not included: connecting, the JVM's start, and
/// the server, which is another process.
public final class SelectsRun {

    /// Who asks.
    enum Client {
        RING(true),
        RING_WITHOUT_THE_FLAG(false),
        SAME_CLIENT_ON_VIRTUAL_THREADS(false),
        JDBC_ON_VIRTUAL_THREADS(false),
        JDBC_ON_THREADS(false);

        final boolean hasFlag;

        Client(boolean hasFlag) {
            this.hasFlag = hasFlag;
        }
    }

    static final int CONNECTIONS = 50;
    static final int ROWS = 10_000;
    static final int FACTOR = 7;

    private static final String NAME = "balance";
    private static final String SELECT = "SELECT balance FROM accounts WHERE id = ";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// One SELECT on a connection.
    private interface Session {
        int balance(int id) throws SQLException;
    }

    private final int port;
    private final LongAdder answered = new LongAdder();
    private final CountDownLatch connected = new CountDownLatch(CONNECTIONS);
    private final CountDownLatch failed = new CountDownLatch(1);
    private volatile boolean isOver;
    private volatile @Nullable Throwable failure;

    private SelectsRun(int port) {
        this.port = port;
    }

    /// Runs one case.
    ///
    /// @param args the client, the server's port, seconds to warm up and to measure
    public static void main(String[] args) throws Exception {
        SelectsRun run = new SelectsRun(Integer.parseInt(args[1]));
        long warmupMs = (long) (Double.parseDouble(args[2]) * 1000);
        long measuredMs = (long) (Double.parseDouble(args[3]) * 1000);
        Client client = Client.valueOf(args[0]);
        switch (client) {
            case RING, RING_WITHOUT_THE_FLAG -> run.onLoop(warmupMs, measuredMs);
            case SAME_CLIENT_ON_VIRTUAL_THREADS ->
                    run.onThreads(Thread.ofVirtual(), run::onChannel, warmupMs, measuredMs);
            case JDBC_ON_VIRTUAL_THREADS ->
                    run.onThreads(Thread.ofVirtual(), run::onJdbc, warmupMs, measuredMs);
            case JDBC_ON_THREADS ->
                    run.onThreads(Thread.ofPlatform(), run::onJdbc, warmupMs, measuredMs);
        }
    }

    private void onLoop(long warmupMs, long measuredMs) throws InterruptedException {
        LoopOptions options = LoopOptions.named("bench").withHeldMax(Duration.ZERO);
        try (Loop loop = Loop.start(Kernel.host(), options)) {
            List<Task<String>> tasks = new ArrayList<>();
            for (int at = 0; at < CONNECTIONS; at++) {
                int number = at;
                tasks.add(
                        loop.fork(
                                () -> {
                                    guard(number, () -> onRing(loop, number));
                                    return "";
                                }));
            }
            measure(warmupMs, measuredMs);
            for (Task<String> each : tasks) {
                each.join(PATIENCE);
            }
        }
    }

    /// What a thread of a case does.
    private interface Body {
        void run(int number) throws Exception;
    }

    private void onThreads(Thread.Builder builder, Body body, long warmupMs, long measuredMs)
            throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int at = 0; at < CONNECTIONS; at++) {
            int number = at;
            threads.add(builder.start(() -> guard(number, () -> body.run(number))));
        }
        measure(warmupMs, measuredMs);
        for (Thread each : threads) {
            if (!each.join(PATIENCE)) {
                throw new IllegalStateException(each + " does not end", failure);
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void guard(int number, Work work) {
        try {
            work.run();
        } catch (Exception e) {
            failure = new IllegalStateException("connection " + number, e);
            failed.countDown();
        }
    }

    private void onRing(Loop loop, int number) throws SQLException {
        StreamSocket socket =
                StreamSocket.connect(loop, address(), PATIENCE, SocketOption.NO_DELAY.to(true));
        ask(PgConnection.open(socket, PgServer.USER, PgServer.PASSWORD, PgServer.DATABASE), number);
    }

    private void onChannel(int number) throws IOException, SQLException {
        SocketChannel channel = SocketChannel.open(address());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ChannelDuplex duplex = new ChannelDuplex(channel);
        ask(PgConnection.open(duplex, PgServer.USER, PgServer.PASSWORD, PgServer.DATABASE), number);
    }

    private void ask(PgConnection connection, int number) throws SQLException {
        try (connection) {
            connection.prepare(NAME, SELECT + "$1");
            repeat(
                    number,
                    id -> {
                        String value =
                                connection.executePrepared(NAME, Integer.toString(id)).value();
                        return Integer.parseInt(String.valueOf(value));
                    });
        }
    }

    /// Without `binaryTransfer` a value is text, as in the other client; TLS is what the driver
    /// would take where the server offers it.
    private void onJdbc(int number) throws SQLException {
        String url =
                "jdbc:postgresql://127.0.0.1:"
                        + port
                        + "/"
                        + PgServer.DATABASE
                        + "?sslmode=disable&prepareThreshold=1&binaryTransfer=false";
        try (Connection connection =
                        DriverManager.getConnection(url, PgServer.USER, PgServer.PASSWORD);
                PreparedStatement select = connection.prepareStatement(SELECT + "?")) {
            repeat(
                    number,
                    id -> {
                        select.setInt(1, id);
                        try (ResultSet rows = select.executeQuery()) {
                            rows.next();
                            return rows.getInt(1);
                        }
                    });
        }
    }

    private void repeat(int number, Session session) throws SQLException {
        SplittableRandom random = new SplittableRandom(number);
        connected.countDown();
        while (!isOver) {
            int id = random.nextInt(ROWS) + 1;
            int balance = session.balance(id);
            if (balance != id * FACTOR) {
                throw new IllegalStateException("row " + id + " has " + balance);
            }
            answered.increment();
        }
    }

    private void measure(long warmupMs, long measuredMs) throws InterruptedException {
        if (!connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("not all are connected", failure);
        }
        pass(warmupMs);
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        long count = answered.sum();
        pass(measuredMs);
        count = answered.sum() - count;
        cpu = system.getProcessCpuTime() - cpu;
        wall = System.nanoTime() - wall;
        isOver = true;
        System.out.printf("%.1f %.1f%n", (double) wall / count, (double) cpu / count);
    }

    private void pass(long ms) throws InterruptedException {
        if (failed.await(ms, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("a connection failed", failure);
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
