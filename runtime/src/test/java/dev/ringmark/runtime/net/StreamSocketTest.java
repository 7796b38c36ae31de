package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.ANY_PORT;
import static dev.ringmark.runtime.net.Net.PATIENCE;
import static dev.ringmark.runtime.net.Net.SHORT;
import static dev.ringmark.runtime.net.Net.text;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.Progress;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamSocketTest { // SPG-071, SPG-095, SPG-098, SPG-099, SPG-102, SR-13a, SR-13b, UM-42

    private interface Use {
        void of(StreamSocket client, StreamSocket server) throws Exception;
    }

    private static void connected(Loop loop, SocketAddress address, Use use) throws Exception {
        try (Listener<StreamSocket> listener = Listener.listen(loop, address);
                StreamSocket client =
                        StreamSocket.connect(loop, listener.localAddress(), PATIENCE);
                StreamSocket server = listener.accept(PATIENCE)) {
            use.of(client, server);
        }
    }

    private static void say(StreamSocket from, StreamSocket to, String what) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            from.writeAll(text(what));
            assertEquals(what, text(buffer, to.read(buffer)));
        }
    }

    @Test
    void both_sides_talk_over_each_kind_of_network(@TempDir Path folder) { // POLY-04
        Net.both(
                loop -> {
                    Path path = folder.resolve("s" + System.nanoTime());
                    for (SocketAddress address :
                            List.of(ANY_PORT, Net.ANY_PORT_6, UnixDomainSocketAddress.of(path))) {
                        connected(
                                loop,
                                address,
                                (client, server) -> {
                                    say(client, server, "hello");
                                    say(server, client, "hello yourself");
                                    assertEquals(client.peerAddress(), server.localAddress());
                                    assertEquals(client.localAddress(), server.peerAddress());
                                });
                    }
                });
    }

    @Test
    void a_listener_on_a_port_takes_both_kinds_of_addresses() { // POLY-04
        Net.both(
                loop -> {
                    try (Listener<StreamSocket> listener = Listener.onPort(loop, 0)) {
                        int port = ((InetSocketAddress) listener.localAddress()).getPort();
                        for (String host : List.of("127.0.0.1", "::1")) {
                            InetSocketAddress address = new InetSocketAddress(host, port);
                            try (StreamSocket client =
                                            StreamSocket.connect(loop, address, PATIENCE);
                                    StreamSocket server = listener.accept(PATIENCE)) {
                                InetSocketAddress peer = (InetSocketAddress) server.peerAddress();
                                assertEquals(InetAddress.getByName(host), peer.getAddress());
                                say(client, server, host);
                            }
                        }
                    }
                    try (Listener<StreamSocket> only =
                            Listener.onPort(loop, 0, SocketOption.V6_ONLY.to(true))) {
                        int port = ((InetSocketAddress) only.localAddress()).getPort();
                        InetAddress four = Inet4Address.getByName("127.0.0.1");
                        assertRefused(
                                Errno.ECONNREFUSED,
                                () ->
                                        StreamSocket.connect(
                                                loop, new InetSocketAddress(four, port), PATIENCE));
                    }
                });
    }

    private static RingException assertRefused(Errno errno, Executable call) {
        RingException e = assertThrows(RingException.class, call);
        assertEquals(errno.negative(), e.result(), e::toString);
        return e;
    }

    @Test
    void half_of_a_connection_ends() {
        Net.both(
                loop ->
                        connected(
                                loop,
                                ANY_PORT,
                                (client, server) -> {
                                    client.writeAll(text("last words"));
                                    client.shutdownOutput();
                                    try (OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                                        assertEquals(10, server.read(buffer));
                                        assertEquals(-1, server.read(buffer));
                                        assertEquals(-1, server.read(buffer));
                                    }
                                    say(server, client, "still here");
                                    String said =
                                            assertRefused(
                                                            Errno.EPIPE,
                                                            () -> client.write(text("x")))
                                                    .toString();
                                    assertTrue(said.contains("shut down for sending"), said);
                                }));
    }

    @Test
    void parts_are_gathered_and_scattered() { // UM-14, UM-12
        Net.both(
                loop ->
                        connected(
                                loop,
                                ANY_PORT,
                                (client, server) -> {
                                    client.writeAll(
                                            List.of(text("one "), text("two "), text("three")));
                                    try (OwnedBuffer a = OwnedBuffer.allocate(4);
                                            OwnedBuffer b = OwnedBuffer.allocate(64)) {
                                        int count = server.read(List.of(Span.of(a), Span.of(b)));
                                        assertEquals(13, count);
                                        assertEquals("one ", text(a, 4));
                                        assertEquals("two three", text(b, 9));
                                        assertEquals(0, server.read(List.of()));
                                        assertEquals(0, server.write(List.of()));
                                    }
                                }));
    }

    @Test
    void everything_goes_out_however_little_room_there_is() { // UM-12, SPG-075
        int size = 400_000;
        Net.both(
                loop -> {
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    List<Span> parts = new ArrayList<>();
                    List<OwnedBuffer> buffers = new ArrayList<>();
                    for (int at = 0; at < 200; at++) {
                        OwnedBuffer part = OwnedBuffer.allocate(2000);
                        part.view().fill((byte) at);
                        buffers.add(part);
                        parts.add(Span.of(part));
                    }
                    pair.first().set(SocketOption.SEND_BUFFER, 4096);
                    Task<String> writer =
                            loop.fork(
                                    () -> {
                                        pair.first().writeAll(parts);
                                        pair.first().close();
                                        return "";
                                    });
                    int at = 0;
                    try (OwnedBuffer buffer = OwnedBuffer.allocate(65536)) {
                        for (int count = pair.second().read(buffer);
                                count > 0;
                                count = pair.second().read(buffer)) {
                            for (int i = 0; i < count; i++, at++) {
                                byte got = buffer.view().get(JAVA_BYTE, i);
                                if (got != (byte) (at / 2000)) {
                                    throw new AssertionError("byte " + at + " is " + got);
                                }
                            }
                        }
                    }
                    assertEquals(size, at);
                    writer.join();
                    buffers.forEach(OwnedBuffer::close);
                    pair.close();
                });
    }

    @Test
    void a_write_that_is_cut_off_says_how_much_has_gone() { // SPG-075, UM-12
        Net.both(
                loop -> {
                    try (OwnedBuffer much = OwnedBuffer.allocate(1 << 23)) {
                        List<Span> parts = List.of(text("hello"), Span.of(much));
                        connected(
                                loop,
                                ANY_PORT,
                                (from, to) -> cutOff(loop, () -> from.writeAll(parts), from, to));
                        connected(
                                loop,
                                ANY_PORT,
                                (from, to) -> cutOff(loop, () -> from.writeAll(much), from, to));
                    }
                });
    }

    private static void cutOff(
            Loop loop, Executable write, StreamSocket from, StreamSocket to) throws Exception {
        try (OwnedBuffer into = OwnedBuffer.allocate(1 << 16)) {
            Task<Long> late = // makes room once, so that what waits goes on in the middle
                    loop.fork(
                            () -> {
                                Task.sleep(SHORT);
                                return (long) to.read(into);
                            });
            TaskException.TimedOut e;
            try (Scope _ = Scope.open(Duration.ofMillis(300))) {
                e = assertThrows(TaskException.TimedOut.class, write);
            }
            from.shutdownOutput();
            long read = late.join();
            for (int count = 0; count >= 0; count = to.read(into)) {
                read += count;
            }
            assertEquals(read, Progress.of(e));
        }
    }

    @Test
    void large_parts_are_sent_without_a_copy_or_with_one() {
        Net.both(
                loop ->
                        connected(
                                loop,
                                ANY_PORT,
                                (client, server) -> {
                                    try (OwnedBuffer from = OwnedBuffer.allocate(50_000);
                                            OwnedBuffer into = OwnedBuffer.allocate(50_000)) {
                                        from.view().fill((byte) 7);
                                        int sent = client.writeZeroCopy(Span.of(from));
                                        assertFalse(from.isLent());
                                        int received = 0;
                                        while (received < sent) {
                                            received += server.read(into);
                                        }
                                        assertEquals(sent, received);
                                        assertEquals(7, into.view().get(JAVA_BYTE, 0));
                                    }
                                }));
    }

    @Test
    void nothing_is_left_of_a_connection_that_fails_or_takes_too_long(@TempDir Path folder) {
        Net.both(
                loop -> {
                    long fds = Net.openFds();
                    Listener<StreamSocket> full = Listener.listen(loop, ANY_PORT, 0);
                    SocketAddress address = full.localAddress();
                    Path path = folder.resolve("nobody");
                    String said =
                            assertRefused(
                                            Errno.ENOENT,
                                            () ->
                                                    StreamSocket.connect(
                                                            loop,
                                                            UnixDomainSocketAddress.of(path),
                                                            PATIENCE))
                                    .toString();
                    assertTrue(said.contains(path.toString()), said);
                    // A backlog of 0 has room for one; a second SYN is dropped, and sent again.
                    StreamSocket first = StreamSocket.connect(loop, address, PATIENCE);
                    assertThrows(
                            TaskException.TimedOut.class,
                            () -> StreamSocket.connect(loop, address, Duration.ofMillis(200)));
                    try (Scope _ = Scope.open(Duration.ofMillis(50))) {
                        assertThrows(
                                TaskException.TimedOut.class,
                                () -> StreamSocket.connect(loop, address, null));
                    }
                    first.close();
                    full.close();
                    Task.await(full.whenClosed(), PATIENCE);
                    assertRefused(
                            Errno.ECONNREFUSED,
                            () -> StreamSocket.connect(loop, address, PATIENCE));
                    Net.until(() -> Net.openFds() == fds);
                });
    }

    @Test
    void waits_end_by_time_scope_and_cancel() { // UM-27, UM-33
        Net.both(
                loop ->
                        connected(
                                loop,
                                ANY_PORT,
                                (client, server) -> {
                                    try (OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                                        Span into = Span.of(buffer);
                                        assertThrows(
                                                TaskException.TimedOut.class,
                                                () -> server.read(into, SHORT));
                                        assertFalse(buffer.isLent());
                                        try (Scope scope = Scope.open(SHORT)) {
                                            TaskException e =
                                                    assertThrows(
                                                            TaskException.TimedOut.class,
                                                            () -> server.read(into));
                                            assertTrue(scope.isOriginOf(e));
                                        }
                                        Thread.currentThread().interrupt();
                                        assertThrows(
                                                TaskException.Interrupted.class,
                                                () -> server.read(into));
                                        say(client, server, "nothing was lost");
                                    }
                                }));
    }

    @Test
    void a_close_ends_the_calls_of_others() {
        Net.both(
                loop ->
                        connected(
                                loop,
                                ANY_PORT,
                                (client, server) -> {
                                    Task<String> reader =
                                            loop.fork(
                                                    () -> {
                                                        try (OwnedBuffer buffer =
                                                                OwnedBuffer.allocate(64)) {
                                                            server.read(buffer);
                                                            return "data";
                                                        } catch (TaskException.Closed e) {
                                                            return "closed";
                                                        }
                                                    });
                                    Task.sleep(SHORT);
                                    server.close();
                                    server.close();
                                    assertEquals("closed", reader.join(PATIENCE));
                                    assertFalse(server.isOpen());
                                    assertThrows(
                                            TaskException.Closed.class,
                                            () -> server.writeAll(text("x")));
                                    assertThrows(TaskException.Closed.class, server::localAddress);
                                    try (OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                                        assertEquals(-1, client.read(buffer));
                                    }
                                }));
    }

    @Test
    void a_reset_is_told_as_one() { // SR-13d
        Net.both(
                loop ->
                        connected(
                                loop,
                                ANY_PORT,
                                (client, server) -> {
                                    client.set(SocketOption.LINGER, Duration.ZERO);
                                    client.close();
                                    try (OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                                        assertRefused(Errno.ECONNRESET, () -> server.read(buffer));
                                    }
                                }));
    }

    @Test
    void sockets_that_do_not_wait_work_unchanged() { // UM-36
        Net.both(
                loop -> {
                    int[] ends = new int[2];
                    int nonBlocking = 0x800;
                    assertEquals(0, loop.kernel().calls().socketPair(1, 1 | nonBlocking, 0, ends));
                    try (StreamSocket one = StreamSocket.adopt(loop, Fd.of(ends[0]));
                            StreamSocket other = StreamSocket.adopt(loop, Fd.of(ends[1]));
                            OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
                        for (String word : List.of("late", "again")) { // which polls first
                            Task<String> late =
                                    loop.fork(
                                            () -> {
                                                Task.sleep(SHORT);
                                                other.writeAll(text(word));
                                                return "";
                                            });
                            assertEquals(word, text(buffer, one.read(buffer)));
                            late.join();
                        }
                        int flags = loop.kernel().calls().fcntl(ends[0], 3, 0); // F_GETFL
                        assertEquals(nonBlocking, flags & nonBlocking);
                    }
                });
    }

    @Test
    void options_have_types_and_ranges() {
        Net.both(
                loop ->
                        connected(
                                loop,
                                ANY_PORT,
                                (client, server) -> {
                                    client.set(SocketOption.NO_DELAY, true);
                                    assertEquals(true, client.get(SocketOption.NO_DELAY));
                                    client.set(SocketOption.KEEP_IDLE, Duration.ofSeconds(7));
                                    assertEquals(
                                            Duration.ofSeconds(7),
                                            client.get(SocketOption.KEEP_IDLE));
                                    client.set(SocketOption.LINGER, Duration.ofSeconds(3));
                                    assertEquals(
                                            Duration.ofSeconds(3), client.get(SocketOption.LINGER));
                                    server.set(SocketOption.RECEIVE_BUFFER, 10_000);
                                    assertEquals(20_000, server.get(SocketOption.RECEIVE_BUFFER));
                                    IllegalArgumentException e =
                                            assertThrows(
                                                    IllegalArgumentException.class,
                                                    () -> SocketOption.KEEP_COUNT.to(128));
                                    assertEquals(
                                            "KEEP_COUNT: 128, expected 1..127", e.getMessage());
                                    assertRefused(
                                            Errno.EOPNOTSUPP,
                                            () -> client.get(SocketOption.UDP_GRO));
                                }));
    }

    @Test
    void a_child_process_sees_none_of_them() { // SPG-099, UM-25
        Net.both(
                loop ->
                        connected(
                                loop,
                                ANY_PORT,
                                (client, server) -> {
                                    for (Socket each : List.of(client, server)) {
                                        int flags =
                                                loop.kernel()
                                                        .calls()
                                                        .fcntl(each.number(), 1, 0); // F_GETFD
                                        assertEquals(1, flags); // FD_CLOEXEC
                                    }
                                }));
    }

    @Test
    void a_loop_that_ends_closes_its_sockets() {
        Net.with(
                Kernel.host(),
                Net.options(),
                loop -> {
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    loop.close(PATIENCE);
                    pair.close();
                    assertFalse(pair.first().isOpen());
                    assertThrows(TaskException.Closed.class, () -> StreamSocket.pair(loop));
                });
    }
}
