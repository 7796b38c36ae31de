package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.ANY_PORT;
import static dev.ringmark.runtime.net.Net.PATIENCE;
import static dev.ringmark.runtime.net.Net.SHORT;
import static dev.ringmark.runtime.net.Net.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.kernel.Recording;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the calls on sockets really ask of the kernel, and that they do without what it lacks.
@Timeout(120)
class RingUseTest { // UM-41, UM-42, SR-18d, SPG-093

    private static final int ROUNDS = 500;

    /// Something of everything.
    private static void use(Loop loop) {
        try (Listener<StreamSocket> listener = Listener.listen(loop, ANY_PORT);
                ReceiveBuffers buffers = ReceiveBuffers.open(loop, 1, 4, 64);
                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            try (StreamSocket client =
                            StreamSocket.connect(loop, listener.localAddress(), PATIENCE);
                    StreamSocket server = listener.accept(PATIENCE)) {
                client.writeAll(text("a"));
                assertEquals("a", text(buffer, server.read(buffer)));
                client.writeAll(text("aa"));
                assertEquals("aa", text(buffer, server.read(buffer)));
                server.writeAll(List.of(text("b"), text("c")));
                assertEquals("bc", text(buffer, client.read(List.of(Span.of(buffer)))));
                client.writeZeroCopy(Span.of(buffer));
                try (Incoming<Received> pieces = server.receiveEach(buffers, 2)) {
                    client.shutdownOutput();
                    int count = 0;
                    for (Received each : pieces) {
                        count += each.length();
                        each.close();
                    }
                    assertEquals(64, count);
                }
            }
            try (Incoming<StreamSocket> connections = listener.acceptEach();
                    StreamSocket client =
                            StreamSocket.connect(loop, listener.localAddress(), PATIENCE)) {
                StreamSocket server = Objects.requireNonNull(connections.next(PATIENCE));
                server.close();
                assertEquals(-1, client.read(buffer));
            }
            try (DatagramSocket one = DatagramSocket.bind(loop, ANY_PORT)) {
                one.sendTo(one.localAddress(), text("d"), PATIENCE);
                assertEquals(1, one.receiveFrom(Span.of(buffer), PATIENCE).bytes());
            }
        }
    }

    @Test
    void every_call_goes_to_the_ring() throws IOException {
        StringBuilder trace = new StringBuilder();
        try (Recording recording = Recording.to(Kernel.host(), trace, 10_000)) {
            Net.onTask(recording, Net.options(), RingUseTest::use);
        }
        for (Opcode each :
                List.of(
                        Opcode.SOCKET,
                        Opcode.BIND,
                        Opcode.LISTEN,
                        Opcode.CONNECT,
                        Opcode.ACCEPT,
                        Opcode.SEND,
                        Opcode.RECV,
                        Opcode.SENDMSG,
                        Opcode.RECVMSG,
                        Opcode.SEND_ZC,
                        Opcode.SHUTDOWN,
                        Opcode.CLOSE)) {
            assertTrue(trace.indexOf("\"opcode\":\"" + each + "\"") >= 0, each + " is missing");
        }
    }

    @Test
    void what_a_receive_has_emptied_is_waited_for_before_the_next_one() throws IOException {
        Kernel host = Kernel.host();
        Kernel older = Masked.hiding(host, RecvSendFlag.RECVSEND_POLL_FIRST);
        if (Features.of(host).supports(RecvSendFlag.RECVSEND_POLL_FIRST)) {
            assertEquals(List.of(false, false, true), receivesThatPollFirst(host));
            assertEquals(List.of(false, false, true, false), receivesThatPollFirst(older));
        } else { // nor does it say that there is more
            assertEquals(List.of(false, true, false, false), receivesThatPollFirst(host));
        }
    }

    /// Receives a part of what there is, the rest, and what comes later.
    ///
    /// @return of each RECV whether it has POLL_FIRST; one that is refused is asked again
    private static List<Boolean> receivesThatPollFirst(Kernel kernel) throws IOException {
        StringBuilder trace = new StringBuilder();
        try (Recording recording = Recording.to(kernel, trace, 10_000)) {
            Net.onTask(recording, Net.options(), RingUseTest::receiveThrice);
        }
        return Pattern.compile("\"opcode\":\"RECV\"[^}]*")
                .matcher(trace)
                .results()
                .map(each -> each.group().contains("\"ioprio\":1"))
                .toList();
    }

    private static void receiveThrice(Loop loop) {
        try (Listener<StreamSocket> listener = Listener.listen(loop, ANY_PORT);
                StreamSocket client =
                        StreamSocket.connect(loop, listener.localAddress(), PATIENCE);
                StreamSocket server = listener.accept(PATIENCE);
                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            client.writeAll(text("abc"));
            assertEquals(1, server.read(new Span(buffer, 0, 1)));
            assertEquals(2, server.read(buffer));
            Task<String> later =
                    loop.fork(
                            () -> {
                                Task.sleep(SHORT);
                                client.writeAll(text("d"));
                                return "";
                            });
            assertEquals("d", text(buffer, server.read(buffer)));
            later.join();
        }
    }

    @Test
    void both_ends_of_an_echo_on_one_loop_share_its_enters() {
        try (Loop loop = Loop.start(Kernel.host(), Net.options())) {
            assumeTrue(
                    loop.scheduling() == Scheduling.ON_LOOP
                            && loop.featureSet().isUsed(Feature.DEFERRED_COMPLETIONS),
                    "needs tasks on the loop, and a ring that defers completions");
            long enters = loop.fork(() -> entersOfEcho(loop)).join();
            // Two: what one end sends comes to the other with the enter that sends it.
            assertTrue(enters < 3 * ROUNDS, ROUNDS + " rounds by " + enters);
        }
    }

    private static long entersOfEcho(Loop loop) {
        Pair<StreamSocket> pair = StreamSocket.pair(loop);
        try (StreamSocket client = pair.first();
                StreamSocket server = pair.second();
                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            Task<String> echo = loop.fork(() -> echo(server));
            long before = loop.counts().enters();
            for (int round = 0; round < ROUNDS; round++) {
                client.writeAll(Span.of(buffer));
                client.read(buffer);
            }
            long enters = loop.counts().enters() - before;
            client.shutdownOutput();
            echo.join();
            return enters;
        }
    }

    private static String echo(StreamSocket socket) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            for (int count = socket.read(buffer); count > 0; count = socket.read(buffer)) {
                socket.writeAll(new Span(buffer, 0, count));
            }
        }
        return "";
    }

    @Test
    void it_works_without_what_5_10_lacks() {
        Net.both(Net.as5_10(), RingUseTest::use);
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void it_works_without_each_newer_thing() {
        for (UapiConstant each : Net.NEWER_THAN_5_10) {
            Net.onTask(Masked.hiding(Kernel.host(), each), Net.options(), RingUseTest::use);
        }
    }
}
