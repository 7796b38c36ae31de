package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.ANY_PORT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class NetLoadTest { // UM-54, SR-13d, SR-15d

    private static final int NOFILE = 7; // RLIMIT_NOFILE
    private static final int CONNECTIONS = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void ten_thousand_connections_at_once_echo_without_an_error() {
        assumeTrue(limit() > CONNECTIONS + 500, "needs 'ulimit -n' of 10,500 or more");
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Net.with(
                Kernel.host(),
                EchoClients.options("server"),
                loop -> {
                    Listener<StreamSocket> listener = Listener.listen(loop, ANY_PORT);
                    Task<String> server = loop.fork(() -> serve(listener, atOnce, most));
                    int port = ((InetSocketAddress) listener.localAddress()).getPort();
                    String said = BlockingPool.shared().call(() -> clients(port));
                    assertTrue(said.contains("echoed " + 2 * 256 * CONNECTIONS), said);
                    listener.close();
                    assertEquals("closed", server.join(PATIENCE));
                    Net.until(() -> loop.taskCount() == 0);
                });
        assertEquals(CONNECTIONS, most.get());
        assertEquals(0, atOnce.get());
    }

    private static String clients(int port) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-Xmx512m"));
        command.addAll(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
        command.addAll(List.of(EchoClients.class.getName(), port + "", CONNECTIONS + ""));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private static String serve(
            Listener<StreamSocket> listener, AtomicInteger atOnce, AtomicInteger most) {
        try (Incoming<StreamSocket> connections = listener.acceptEach()) {
            for (StreamSocket each : connections) {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                listener.loop()
                        .fork(
                                () -> {
                                    echo(each);
                                    return atOnce.decrementAndGet();
                                });
            }
            return "ended";
        } catch (TaskException.Closed e) {
            return "closed";
        }
    }

    private static void echo(StreamSocket socket) {
        try (socket;
                OwnedBuffer buffer = OwnedBuffer.allocate(EchoClients.SIZE)) {
            for (int count = socket.read(buffer); count > 0; count = socket.read(buffer)) {
                socket.writeAll(new Span(buffer, 0, count));
            }
        }
    }

    @Test
    void a_process_that_may_have_no_more_files_goes_on() {
        Net.both(
                loop -> {
                    Listener<StreamSocket> listener = Listener.listen(loop, ANY_PORT);
                    SocketAddress address = listener.localAddress();
                    storm(loop, listener, address, 4);
                    // Loads the classes that a refusal needs: a class file cannot be opened then.
                    RingException refusal = Refusals.of("accept", Errno.EMFILE.negative());
                    assertTrue(refusal.toString().contains("ulimit"), refusal::toString);
                    assertEquals(Errno.EMFILE.negative(), refusal.result());
                    assertFalse(hasWaiting(listener));
                    SystemCalls calls = loop.kernel().calls();
                    long[] before = new long[1];
                    long[] ignored = new long[1];
                    assertEquals(0, calls.limit(NOFILE, highestFd() + 9L, before));
                    int refused;
                    try {
                        refused = storm(loop, listener, address, 300);
                    } finally {
                        assertEquals(0, calls.limit(NOFILE, before[0], ignored));
                    }
                    assertTrue(refused > 0, "the limit was never met");
                    assertEquals(0, storm(loop, listener, address, 40));
                    listener.close();
                });
    }

    /// Connects and accepts, as many as are allowed, and closes them all.
    ///
    /// @return how often it was not allowed
    private static int storm(
            Loop loop, Listener<StreamSocket> listener, SocketAddress address, int count) {
        List<StreamSocket> sockets = new ArrayList<>();
        int refused = 0;
        for (int at = 0; at < count; at++) {
            try {
                sockets.add(StreamSocket.connect(loop, address, PATIENCE));
                sockets.add(listener.accept(PATIENCE));
            } catch (RingException e) {
                assertEquals(Errno.EMFILE.negative(), e.result(), e::toString);
                assertTrue(String.valueOf(e.getMessage()).contains("ulimit -n"), e::toString);
                refused++;
            }
        }
        sockets.forEach(StreamSocket::close);
        sockets.forEach(each -> Task.await(each.whenClosed(), PATIENCE));
        while (refused > 0 && hasWaiting(listener)) {
            Thread.onSpinWait(); // a connection whose accept was refused waited in the backlog
        }
        return refused;
    }

    private static boolean hasWaiting(Listener<StreamSocket> listener) {
        try {
            listener.accept(Duration.ofMillis(20)).close();
            return true;
        } catch (TaskException.TimedOut e) {
            return false;
        }
    }

    /// How many files the process may have open; the limit itself stays.
    private static long limit() {
        long[] soft = new long[1];
        SystemCalls calls = Kernel.host().calls();
        assertEquals(0, calls.limit(NOFILE, 512, soft));
        assertEquals(0, calls.limit(NOFILE, soft[0], new long[1]));
        return soft[0];
    }

    private static int highestFd() {
        String[] names = Objects.requireNonNull(new File("/proc/self/fd").list());
        return Stream.of(names).mapToInt(Integer::parseInt).max().orElse(0);
    }

    @Test
    void connections_that_are_reset_in_the_middle_harm_nobody_else() { // SR-13d
        Net.both(
                loop -> {
                    Listener<StreamSocket> listener = Listener.listen(loop, ANY_PORT);
                    SocketAddress address = listener.localAddress();
                    AtomicInteger broken = new AtomicInteger();
                    List<Task<String>> servers = new ArrayList<>();
                    for (int at = 0; at < 40; at++) {
                        boolean isReset = at % 2 == 0;
                        StreamSocket client = StreamSocket.connect(loop, address, PATIENCE);
                        StreamSocket server = listener.accept(PATIENCE);
                        servers.add(
                                loop.fork(
                                        () -> {
                                            try {
                                                echo(server);
                                            } catch (RingException e) {
                                                broken.incrementAndGet();
                                            }
                                            return "";
                                        }));
                        try (client;
                                OwnedBuffer buffer = OwnedBuffer.allocate(EchoClients.SIZE)) {
                            client.writeAll(buffer);
                            if (isReset) {
                                client.set(SocketOption.LINGER, Duration.ZERO);
                            } else {
                                client.shutdownOutput();
                                int echoed = 0;
                                for (int count = client.read(buffer);
                                        count > 0;
                                        count = client.read(buffer)) {
                                    echoed += count;
                                }
                                assertEquals(EchoClients.SIZE, echoed);
                            }
                        }
                    }
                    servers.forEach(each -> each.join(PATIENCE));
                    assertTrue(broken.get() > 0 && broken.get() <= 20, broken + " were broken");
                    listener.close();
                });
    }
}
