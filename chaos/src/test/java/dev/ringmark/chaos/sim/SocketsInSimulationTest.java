package dev.ringmark.chaos.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.net.Incoming;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.Pair;
import dev.ringmark.runtime.net.ReceiveBuffers;
import dev.ringmark.runtime.net.Received;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The sockets of the library on the simulated kernel, old and new: nothing of theirs knows.
class SocketsInSimulationTest { // UM-54, POLY-17, I-02

    private static final Duration CLOSE_TIME = Duration.ofSeconds(1);
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final PagePool pool = new PagePool();

    @AfterEach
    void close() {
        pool.close();
    }

    private SimulatedKernel kernel(String release) {
        return new SimulatedKernel(SimulatedKernel.Options.of(Profile.of(release), 7), pool);
    }

    private interface Body {
        String run(Loop loop);
    }

    private void simulated(String release, Body body) {
        MemoryLedger.Holdings memory = MemoryLedger.now();
        try (SimulatedKernel kernel = kernel(release)) {
            DriverOptions driver =
                    DriverOptions.permits(256).withSqEntries(16).withWaitersMax(Integer.MAX_VALUE);
            LoopOptions options = LoopOptions.named("simulated").withHeldMax(Duration.ZERO);
            Loop loop = Loop.onThisThread(kernel, options.withDriver(driver));
            Task<String> task = loop.fork(() -> body.run(loop));
            while (!task.isDone()) {
                if (!loop.turn() && !task.isDone()) {
                    loop.awaitEvent();
                }
            }
            assertEquals("done", task.join());
            assertTrue(loop.close(CLOSE_TIME).isClean());
            assertEquals(loop.counts().accepted(), loop.counts().ended());
            assertEquals(0, loop.counts().callbackFailures());
        }
        assertEquals(memory, MemoryLedger.now());
    }

    private static long echo(StreamSocket socket) {
        long bytes = 0;
        try (socket;
                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            for (int count = socket.read(buffer); count > 0; count = socket.read(buffer)) {
                socket.writeAll(new Span(buffer, 0, count));
                bytes += count;
            }
        }
        return bytes;
    }

    private static long client(Loop loop, SocketAddress address, int mark) {
        try (StreamSocket socket = StreamSocket.connect(loop, address, null);
                OwnedBuffer buffer = OwnedBuffer.allocate(100)) {
            buffer.view().fill((byte) mark);
            socket.writeAll(buffer);
            socket.shutdownOutput();
            long bytes = 0;
            for (int count = socket.read(buffer); count > 0; count = socket.read(buffer)) {
                for (int at = 0; at < count; at++) {
                    assertEquals((byte) mark, buffer.view().get(ValueLayout.JAVA_BYTE, at));
                }
                bytes += count;
            }
            return bytes;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.1", "6.18"})
    void fifty_connections_echo(String release) {
        simulated(
                release,
                loop -> {
                    Listener<StreamSocket> listener = Listener.listen(loop, ANY_PORT);
                    SocketAddress address = listener.localAddress();
                    Task<String> server =
                            loop.fork(
                                    () -> {
                                        try (Incoming<StreamSocket> all = listener.acceptEach()) {
                                            for (StreamSocket each : all) {
                                                loop.fork(() -> echo(each));
                                            }
                                        } catch (TaskException.Closed e) {
                                            return "closed";
                                        }
                                        return "ended";
                                    });
                    List<Task<Long>> clients = new ArrayList<>();
                    for (int at = 0; at < 50; at++) {
                        int mark = at;
                        clients.add(loop.fork(() -> client(loop, address, mark)));
                    }
                    for (Task<Long> each : clients) {
                        assertEquals(100, each.join());
                    }
                    listener.close();
                    assertEquals("closed", server.join());
                    return "done";
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.1", "6.18"})
    void pieces_come_in_order_from_few_buffers(String release) { // I-17, I-18
        simulated(
                release,
                loop -> {
                    ReceiveBuffers buffers = ReceiveBuffers.open(loop, 1, 4, 16);
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    Task<String> writer =
                            loop.fork(
                                    () -> {
                                        try (OwnedBuffer data = OwnedBuffer.allocate(1000)) {
                                            for (int at = 0; at < 1000; at++) {
                                                data.view()
                                                        .set(ValueLayout.JAVA_BYTE, at, (byte) at);
                                            }
                                            pair.first().writeAll(data);
                                            pair.first().shutdownOutput();
                                        }
                                        return "";
                                    });
                    int at = 0;
                    try (Incoming<Received> pieces = pair.second().receiveEach(buffers, 2)) {
                        for (Received each : pieces) {
                            for (int i = 0; i < each.length(); i++, at++) {
                                assertEquals((byte) at, each.view().get(ValueLayout.JAVA_BYTE, i));
                            }
                            each.close();
                        }
                    }
                    assertEquals(1000, at);
                    writer.join();
                    pair.close();
                    buffers.close();
                    return "done";
                });
    }
}
