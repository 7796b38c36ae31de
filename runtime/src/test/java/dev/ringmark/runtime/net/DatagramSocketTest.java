package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.ANY_PORT;
import static dev.ringmark.runtime.net.Net.PATIENCE;
import static dev.ringmark.runtime.net.Net.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.ControlMessage;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.ReceivedMessage;
import dev.ringmark.runtime.op.SocketDomain;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatagramSocketTest { // SPG-101, SPG-102, POLY-05, UM-64, UM-07

    @Test
    void datagrams_go_to_addresses_and_say_whence_they_came(@TempDir Path folder) { // POLY-04
        Net.both(
                loop -> {
                    Path path = folder.resolve("d" + System.nanoTime());
                    Path other = folder.resolve("e" + System.nanoTime());
                    List<SocketAddress[]> pairs =
                            List.of(
                                    inet("127.0.0.1", "127.0.0.1"),
                                    inet("::1", "::1"),
                                    new SocketAddress[] {
                                        UnixDomainSocketAddress.of(path),
                                        UnixDomainSocketAddress.of(other)
                                    });
                    for (SocketAddress[] each : pairs) {
                        try (DatagramSocket one = DatagramSocket.bind(loop, each[0]);
                                DatagramSocket two = DatagramSocket.bind(loop, each[1]);
                                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                            one.sendTo(two.localAddress(), text("ping"), PATIENCE);
                            ReceivedMessage got = two.receiveFrom(Span.of(buffer), PATIENCE);
                            assertEquals("ping", text(buffer, got.bytes()));
                            assertEquals(one.localAddress(), got.from());
                            two.connect(one.localAddress());
                            assertEquals(one.localAddress(), two.peerAddress());
                            two.send(text("pong"), PATIENCE);
                            int length = one.receive(Span.of(buffer), PATIENCE);
                            assertEquals("pong", text(buffer, length));
                        }
                    }
                });
    }

    private static SocketAddress[] inet(String one, String two) {
        return new SocketAddress[] {new InetSocketAddress(one, 0), new InetSocketAddress(two, 0)};
    }

    @Test
    void one_socket_serves_both_networks() { // POLY-04
        Net.both(
                loop -> {
                    InetSocketAddress any = new InetSocketAddress("::", 0);
                    try (DatagramSocket dual = DatagramSocket.bind(loop, any);
                            DatagramSocket four = DatagramSocket.bind(loop, ANY_PORT);
                            OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                        dual.sendTo(four.localAddress(), text("to IPv4"), PATIENCE);
                        ReceivedMessage got = four.receiveFrom(Span.of(buffer), PATIENCE);
                        assertEquals("to IPv4", text(buffer, got.bytes()));
                        four.sendTo(
                                new InetSocketAddress(
                                        ANY_PORT.getAddress(),
                                        ((InetSocketAddress) dual.localAddress()).getPort()),
                                text("back"),
                                PATIENCE);
                        ReceivedMessage back = dual.receiveFrom(Span.of(buffer), PATIENCE);
                        assertEquals(four.localAddress(), back.from());
                    }
                });
    }

    @Test
    void what_is_too_long_is_cut_and_told() {
        Net.both(
                loop -> {
                    try (Pair<DatagramSocket> pair = DatagramSocket.pair(loop);
                            OwnedBuffer buffer = OwnedBuffer.allocate(4)) {
                        pair.first().send(text("too long"), PATIENCE);
                        ReceivedMessage got = pair.second().receiveFrom(Span.of(buffer), PATIENCE);
                        assertEquals(4, got.bytes());
                        assertTrue(got.isCut());
                        assertFalse(got.isControlCut());
                        assertNull(got.from());
                        assertThrows(
                                TaskException.TimedOut.class,
                                () -> pair.second().receive(Span.of(buffer), Net.SHORT));
                    }
                });
    }

    @Test
    void the_kernel_cuts_datagrams() { // POLY-43
        Net.both(
                loop -> {
                    try (DatagramSocket from = DatagramSocket.bind(loop, ANY_PORT);
                            DatagramSocket to = DatagramSocket.bind(loop, ANY_PORT);
                            OwnedBuffer data = OwnedBuffer.allocate(3500);
                            OwnedBuffer buffer = OwnedBuffer.allocate(65536)) {
                        from.sendSegments(to.localAddress(), Span.of(data), 1000, PATIENCE);
                        for (int length : new int[] {1000, 1000, 1000, 500}) {
                            assertEquals(length, to.receive(Span.of(buffer), PATIENCE));
                        }
                        IllegalArgumentException e =
                                assertThrows(
                                        IllegalArgumentException.class,
                                        () ->
                                                from.sendSegments(
                                                        to.localAddress(), Span.of(data), 9, null));
                        assertTrue(String.valueOf(e.getMessage()).contains("expected at most 64"));
                    }
                });
    }

    @Test
    void the_kernel_joins_datagrams() { // POLY-43
        HostNeeds.release("5.11", "a loopback interface that leaves large datagrams whole");
        Net.both(
                loop -> {
                    try (DatagramSocket from = DatagramSocket.bind(loop, ANY_PORT);
                            DatagramSocket to =
                                    DatagramSocket.bind(
                                            loop, ANY_PORT, SocketOption.UDP_GRO.to(true));
                            OwnedBuffer data = OwnedBuffer.allocate(3500);
                            OwnedBuffer buffer = OwnedBuffer.allocate(65536)) {
                        from.sendSegments(to.localAddress(), Span.of(data), 1000, PATIENCE);
                        ReceivedMessage got = to.receiveFrom(Span.of(buffer), PATIENCE);
                        assertEquals(3500, got.bytes());
                        assertEquals(1000, got.segmentSize());
                    }
                });
    }

    @Test
    void packets_keep_their_borders(@TempDir Path folder) {
        Net.both(
                loop -> {
                    UnixDomainSocketAddress address =
                            UnixDomainSocketAddress.of(folder.resolve("p" + System.nanoTime()));
                    try (Listener<PacketSocket> listener =
                                    Listener.listenForPackets(loop, address);
                            PacketSocket server = packets(loop, address, listener);
                            OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                        assertEquals(3, server.receive(Span.of(buffer), PATIENCE));
                        assertEquals(3, server.receive(Span.of(buffer), PATIENCE));
                        assertEquals("two", text(buffer, 3));
                        assertEquals(0, server.receive(Span.of(buffer), PATIENCE));
                    }
                });
    }

    /// The server's side of a connection over which two packets came.
    private static PacketSocket packets(
            Loop loop, UnixDomainSocketAddress address, Listener<PacketSocket> listener) {
        try (PacketSocket client = PacketSocket.connect(loop, address, PATIENCE)) {
            client.send(text("one"), PATIENCE);
            client.send(text("two"), PATIENCE);
            return listener.accept(PATIENCE);
        }
    }

    @Test
    void files_travel_with_a_message() {
        Net.both(
                loop -> {
                    try (Pair<StreamSocket> pair = StreamSocket.pair(loop);
                            Pipe pipe = Pipe.open(loop);
                            OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                        Fd<FileKind.Any> writer = Fd.of(pipe.writer().number());
                        ControlMessage files = ControlMessage.Files.of(writer, writer);
                        pair.first().sendMessage(List.of(text("two")), List.of(files), PATIENCE);
                        ReceivedMessage got =
                                pair.second()
                                        .receiveMessage(
                                                List.of(Span.of(buffer)),
                                                ControlMessage.sizeFor(8),
                                                PATIENCE);
                        assertEquals(2, got.files().size());
                        int flags = loop.kernel().calls().fcntl(got.files().get(0).number(), 1, 0);
                        assertEquals(1, flags); // FD_CLOEXEC
                        try (PipeWriter one = PipeWriter.adopt(loop, got.files().get(0));
                                PipeWriter two = PipeWriter.adopt(loop, got.files().get(1))) {
                            one.writeAll(text("through"));
                            two.writeAll(List.of(text(" a "), text("file")));
                        }
                        assertEquals("through a file", text(buffer, pipe.reader().read(buffer)));
                        pair.first().sendMessage(List.of(text("x")), List.of(files), PATIENCE);
                        ReceivedMessage cut =
                                pair.second().receiveMessage(List.of(Span.of(buffer)), 0, PATIENCE);
                        assertTrue(cut.isControlCut());
                        assertEquals(List.of(), cut.files());
                    }
                });
    }

    @Test
    void pipes_end_and_break() { // UM-53
        Net.both(
                loop -> {
                    Pipe pipe = Pipe.open(loop);
                    try (OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
                        pipe.writer().writeAll(text("12345"));
                        assertEquals(5, pipe.reader().read(List.of(Span.of(buffer))));
                        assertThrows(
                                TaskException.TimedOut.class,
                                () -> pipe.reader().read(Span.of(buffer), Net.SHORT));
                        pipe.writer().close();
                        assertEquals(-1, pipe.reader().read(buffer));
                    }
                    pipe.close();
                    Pipe broken = Pipe.open(loop);
                    broken.reader().close();
                    Task.await(broken.reader().whenClosed(), PATIENCE);
                    RingException e =
                            assertThrows(
                                    RingException.class, () -> broken.writer().write(text("x")));
                    assertEquals(Errno.EPIPE.negative(), e.result());
                    broken.close();
                });
    }

    @Test
    void messages_without_an_address_are_refused_in_words() {
        Net.both(
                loop -> {
                    try (DatagramSocket socket = DatagramSocket.unbound(loop, SocketDomain.INET)) {
                        RingException e =
                                assertThrows(
                                        RingException.class, () -> socket.send(text("x"), null));
                        assertEquals(Errno.EDESTADDRREQ.negative(), e.result());
                        IllegalArgumentException unresolved =
                                assertThrows(
                                        IllegalArgumentException.class,
                                        () ->
                                                socket.connect(
                                                        InetSocketAddress.createUnresolved(
                                                                "example", 1)));
                        String said = String.valueOf(unresolved.getMessage());
                        assertTrue(said.contains("a Resolver resolves names"), said);
                    }
                });
    }
}
