package dev.ringmark.chaos.play;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One server after the other on the same listener, under load: C-33 tier R.
@Timeout(60)
class HandOverTest { // I-01, I-12

    private static final int SERVERS = 6;
    private static final int CLIENTS = 8;
    private static final int CONNECTIONS = 150;
    private static final int MESSAGES = 3;
    private static final long SECOND = 1_000_000_000L;

    private final Semaphore made = new Semaphore(0);

    /// The first socket that the JDK closes brings a socket that stays.
    @BeforeAll
    static void closeOneSocket() throws IOException {
        try (ServerSocket server = new ServerSocket(0);
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertTrue(client.isConnected());
        }
    }

    static Stream<Arguments> rings() {
        return Stream.of(
                Arguments.of("plain", new SetupFlag[0]),
                Arguments.of(
                        "deferred",
                        new SetupFlag[] {SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rings")
    void no_connection_is_lost_and_none_is_served_twice(String name, SetupFlag... flags)
            throws InterruptedException, ExecutionException {
        Kernel kernel = Kernel.host();
        long before = openFds();
        int listener = Tcp.listener(kernel);
        InetSocketAddress address = Tcp.name(kernel, listener);
        List<Server> servers = new ArrayList<>();
        servers.add(new Server(kernel, listener, flags));
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(pool.submit(talk(address, client)));
            }
            for (int at = 1; at < SERVERS; at++) {
                assertTrue(made.tryAcquire(CLIENTS * CONNECTIONS / SERVERS, 30, SECONDS));
                Server old = servers.getLast();
                if (at % 2 == 0) {
                    old.stop(); // nobody accepts for a while: the backlog keeps them
                }
                servers.add(new Server(kernel, listener, flags));
                old.stop();
            }
            for (Future<Integer> client : clients) {
                assertEquals(CONNECTIONS * MESSAGES, client.get());
            }
        }
        servers.getLast().stop();
        int accepted = 0;
        for (Server server : servers) {
            accepted += server.end.get();
        }
        assertEquals(CLIENTS * CONNECTIONS, accepted);
        assertEquals(0, kernel.close(listener));
        assertEquals(before, openFds());
    }

    /// A server on a thread of its own, up to its last connection.
    private static final class Server {

        private final CompletableFuture<Driver> opened = new CompletableFuture<>();
        private final CompletableFuture<Integer> end = new CompletableFuture<>();
        private final Kernel kernel;
        private final int listener;
        private volatile boolean isStopping;

        Server(Kernel kernel, int listener, SetupFlag... flags) {
            this.kernel = kernel;
            this.listener = listener;
            Thread.ofPlatform().daemon().start(() -> run(flags));
        }

        void stop() throws ExecutionException, InterruptedException {
            isStopping = true;
            opened.get().wake();
        }

        private void run(SetupFlag... flags) {
            try {
                Driver driver =
                        Driver.open(kernel, DriverOptions.permits(2 * CLIENTS).with(flags));
                EchoServer server = new EchoServer(driver, Fd.of(listener));
                opened.complete(driver);
                while (!server.isDrained()) {
                    if (isStopping) {
                        server.stopAccepting();
                    }
                    if (driver.step(64) == 0) {
                        driver.await(isStopping ? driver.now() + SECOND / 1000 : Driver.NEVER);
                    }
                }
                assertEquals(0, driver.close(driver.now() + SECOND).quarantined());
                assertEquals(driver.counts().accepted(), driver.counts().ended());
                assertEquals(null, driver.firstCallbackFailure());
                end.complete(server.accepted());
            } catch (Throwable e) { // for whoever waits
                opened.completeExceptionally(e);
                end.completeExceptionally(e);
            }
        }
    }

    /// One connection after the other, each with some messages of its own.
    private Callable<Integer> talk(InetSocketAddress address, int client) {
        return () -> {
            int answered = 0;
            for (int number = 0; number < CONNECTIONS; number++) {
                try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                    made.release();
                    for (int message = 0; message < MESSAGES; message++) {
                        answered += echo(socket, client << 16 | number << 4 | message);
                    }
                }
            }
            return answered;
        };
    }

    private static int echo(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        byte[] answer = socket.getInputStream().readNBytes(Integer.BYTES);
        assertTrue(answer.length == Integer.BYTES, "the connection was lost");
        assertEquals(value, ByteBuffer.wrap(answer).getInt());
        return 1;
    }

    /// Sockets and rings: the JDK opens files of other kinds when it likes.
    private static long openFds() {
        return Stream.of(Objects.requireNonNull(new File("/proc/self/fd").list()))
                .map(HandOverTest::target)
                .filter(what -> what.startsWith("socket:") || what.contains("io_uring"))
                .count();
    }

    private static String target(String fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", fd)).toString();
        } catch (IOException e) {
            return String.valueOf(e); // the listing's own
        }
    }
}
