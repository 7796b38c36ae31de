package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.ANY_PORT;
import static dev.ringmark.runtime.net.Net.PATIENCE;
import static dev.ringmark.runtime.net.Net.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.Sink;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.AcceptEach;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.PollEach;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IncomingTest { // SR-13c, POLY-09, UM-18, SPG-077

    @Test
    void connections_come_one_by_one_and_a_break_closes_the_rest() {
        Net.onOldAndNew(
                loop -> {
                    long before = Net.openFds();
                    Listener<StreamSocket> listener = Listener.listen(loop, ANY_PORT);
                    SocketAddress address = listener.localAddress();
                    List<StreamSocket> clients = new ArrayList<>();
                    for (int at = 0; at < 5; at++) {
                        clients.add(StreamSocket.connect(loop, address, PATIENCE));
                    }
                    int count = 0;
                    try (Incoming<StreamSocket> connections = listener.acceptEach()) {
                        for (StreamSocket each : connections) {
                            each.writeAll(text("hi"));
                            each.close();
                            count++;
                            if (count == 3) {
                                break;
                            }
                        }
                    }
                    assertEquals(3, count);
                    clients.add(StreamSocket.connect(loop, address, PATIENCE));
                    Net.until(() -> Net.openFds() <= before + 7); // the listener and the clients
                    clients.forEach(StreamSocket::close);
                    listener.close();
                    Net.until(() -> Net.openFds() == before);
                });
    }

    @Test
    void who_waits_for_connections_hears_of_the_end() {
        Net.onOldAndNew(
                loop -> {
                    Listener<StreamSocket> listener = Listener.listen(loop, ANY_PORT);
                    Incoming<StreamSocket> connections = listener.acceptEach();
                    assertThrows(TaskException.TimedOut.class, () -> connections.next(Net.SHORT));
                    Task<String> closer =
                            loop.fork(
                                    () -> {
                                        Task.sleep(Net.SHORT);
                                        listener.close();
                                        return "";
                                    });
                    assertThrows(TaskException.Closed.class, () -> connections.next(PATIENCE));
                    closer.join();
                    connections.close();
                    assertThrows(TaskException.Closed.class, () -> connections.next(PATIENCE));
                    assertThrows(TaskException.Closed.class, listener::acceptEach);
                });
    }

    /// Everything that comes is what was sent, in its order.
    private static void streams(Loop loop, ReceiveBuffers buffers) {
        try (Pair<StreamSocket> pair = StreamSocket.pair(loop);
                Incoming<Received> pieces = pair.second().receiveEach(buffers, 4)) {
            check(loop, pair.first(), pair.first()::shutdownOutput, pieces);
        }
    }

    /// The same through a pipe.
    private static void flows(Loop loop, ReceiveBuffers buffers) {
        try (Pipe pipe = Pipe.open(loop);
                Incoming<Received> pieces = pipe.reader().readEach(buffers, 4)) {
            check(loop, pipe.writer(), pipe.writer()::close, pieces);
        }
    }

    private static void check(Loop loop, Sink sink, Runnable end, Incoming<Received> pieces) {
        int size = 300_000;
        Task<String> writer =
                loop.fork(
                        () -> {
                            try (OwnedBuffer buffer = OwnedBuffer.allocate(size)) {
                                for (int at = 0; at < size; at++) {
                                    buffer.view().set(ValueLayout.JAVA_BYTE, at, (byte) (at / 7));
                                }
                                sink.writeAll(buffer);
                                end.run();
                            }
                            return "";
                        });
        int at = 0;
        for (Received each : pieces) {
            try (each) {
                for (int i = 0; i < each.length(); i++, at++) {
                    byte got = each.view().get(ValueLayout.JAVA_BYTE, i);
                    if (got != (byte) (at / 7)) {
                        throw new AssertionError("byte " + at + " is " + got);
                    }
                }
            }
        }
        assertNull(pieces.next(PATIENCE));
        assertEquals(size, at);
        writer.join();
    }

    @Test
    void data_come_in_buffers_that_the_kernel_chooses() { // B02, B03
        Net.onOldAndNew(
                loop -> {
                    try (ReceiveBuffers buffers = ReceiveBuffers.open(loop, 2, 16, 1024)) {
                        streams(loop, buffers);
                        streams(loop, buffers);
                        flows(loop, buffers); // UM-16
                    }
                    try (ReceiveBuffers buffers =
                            ReceiveBuffers.openIncremental(loop, 2, 4, 65536)) {
                        streams(loop, buffers);
                        flows(loop, buffers);
                    }
                });
    }

    @Test
    void pipes_that_nobody_writes_to_hold_no_buffer() { // UM-16
        Net.onOldAndNew(
                loop -> {
                    List<Pipe> pipes = new ArrayList<>();
                    List<Incoming<Received>> all = new ArrayList<>();
                    try (ReceiveBuffers buffers = ReceiveBuffers.open(loop, 1, 4, 64)) {
                        for (int at = 0; at < 20; at++) { // five for each buffer
                            pipes.add(Pipe.open(loop));
                            all.add(pipes.getLast().reader().readEach(buffers, 2));
                        }
                        for (int at = 0; at < 20; at++) {
                            pipes.get(at).writer().writeAll(text("to " + at));
                            try (Received piece = taken(all.get(at).next(PATIENCE))) {
                                assertEquals("to " + at, text(piece.view()));
                            }
                        }
                        Incoming<Received> first = all.getFirst();
                        pipes.getFirst().reader().close();
                        assertThrows(TaskException.Closed.class, () -> first.next(PATIENCE));
                        PipeReader closed = pipes.getFirst().reader();
                        assertThrows(TaskException.Closed.class, () -> closed.readEach(buffers, 2));
                        PipeReader open = pipes.getLast().reader();
                        assertThrows(
                                IllegalArgumentException.class, () -> open.readEach(buffers, 0));
                        all.forEach(Incoming::close);
                    }
                    pipes.forEach(Pipe::close);
                });
    }

    @Test
    void what_nobody_takes_goes_back() { // I-18
        Net.onOldAndNew(
                loop -> {
                    ReceiveBuffers buffers = ReceiveBuffers.open(loop, 1, 8, 256);
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    Incoming<Received> pieces = pair.second().receiveEach(buffers, 4);
                    pair.first().writeAll(text("one"));
                    Received kept = taken(pieces.next(PATIENCE));
                    pair.first().writeAll(text("two"));
                    pieces.close();
                    buffers.close(); // frees only when the last piece is back
                    assertEquals("one", text(kept.view()));
                    kept.close();
                    assertThrows(IllegalStateException.class, kept::view);
                    assertThrows(
                            TaskException.Closed.class,
                            () -> pair.second().receiveEach(buffers, 1));
                    pair.close();
                });
    }

    private static Received taken(@Nullable Received piece) {
        return Objects.requireNonNull(piece);
    }

    @Test
    void receiving_waits_while_all_buffers_are_out() { // UM-18
        Net.onOldAndNew(
                loop -> {
                    ReceiveBuffers buffers = ReceiveBuffers.open(loop, 1, 2, 16);
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    try (OwnedBuffer much = OwnedBuffer.allocate(64);
                            Incoming<Received> pieces = pair.second().receiveEach(buffers, 8)) {
                        pair.first().writeAll(Span.of(much));
                        Received one = taken(pieces.next(PATIENCE));
                        Received two = taken(pieces.next(PATIENCE));
                        assertEquals(32, one.length() + two.length());
                        assertThrows(TaskException.TimedOut.class, () -> pieces.next(Net.SHORT));
                        one.close();
                        Received three = taken(pieces.next(PATIENCE));
                        two.close();
                        three.close();
                        taken(pieces.next(PATIENCE)).close();
                        Incoming<Received> dry = pair.first().receiveEach(buffers, 1);
                        dry.close();
                    }
                    pair.close();
                    buffers.close();
                });
    }

    @Test
    void a_starved_receive_that_is_closed_leaves_nothing() {
        Net.onOldAndNew(
                loop -> {
                    ReceiveBuffers buffers = ReceiveBuffers.open(loop, 1, 2, 16);
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    Incoming<Received> pieces = pair.second().receiveEach(buffers, 8);
                    try (OwnedBuffer much = OwnedBuffer.allocate(64)) {
                        pair.first().writeAll(Span.of(much));
                    }
                    Received one = taken(pieces.next(PATIENCE));
                    Received two = taken(pieces.next(PATIENCE));
                    assertThrows(TaskException.TimedOut.class, () -> pieces.next(Net.SHORT));
                    pieces.close();
                    pair.close();
                    buffers.close();
                    one.close();
                    two.close();
                });
    }

    @Test
    void idle_connections_keep_no_buffer_from_others() { // UM-18
        Net.onOldAndNew(
                loop -> {
                    ReceiveBuffers buffers = ReceiveBuffers.open(loop, 1, 2, 16);
                    List<Pair<StreamSocket>> pairs = new ArrayList<>();
                    List<Incoming<Received>> incoming = new ArrayList<>();
                    for (int at = 0; at < 6; at++) {
                        Pair<StreamSocket> pair = StreamSocket.pair(loop);
                        pairs.add(pair);
                        incoming.add(pair.second().receiveEach(buffers, 1));
                    }
                    for (int round = 0; round < 3; round++) {
                        for (int at = 5; at >= 0; at--) {
                            pairs.get(at).first().writeAll(text("word"));
                            Received piece = taken(incoming.get(at).next(PATIENCE));
                            assertEquals("word", text(piece.view()));
                            piece.close();
                        }
                    }
                    incoming.forEach(Incoming::close);
                    pairs.forEach(Pair::close);
                    buffers.close();
                });
    }

    @Test
    void any_multishot_can_be_looped_over() {
        Net.onOldAndNew(
                loop -> {
                    try (Pipe pipe = Pipe.open(loop);
                            Incoming<Set<PollEvent>> ready =
                                    Incoming.of(loop, readiness(pipe), 1, _ -> {})) {
                        int count = 0;
                        pipe.writer().writeAll(text("1"));
                        for (Set<PollEvent> events : ready) {
                            assertTrue(events.contains(PollEvent.IN), events::toString);
                            assertEquals(1, pipe.reader().read(text(".")));
                            if (++count == 3) {
                                break;
                            }
                            pipe.writer().writeAll(text("1"));
                        }
                        assertEquals(3, count);
                    }
                });
    }

    private static PollEach readiness(Pipe pipe) {
        return PollEach.of(Fd.of(pipe.reader().number()), PollEvent.IN);
    }

    @Test
    void the_kernels_error_is_told() {
        Net.onOldAndNew(
                loop -> {
                    try (Pipe pipe = Pipe.open(loop);
                            Incoming<Fd<FileKind.Stream>> none =
                                    Incoming.of(
                                            loop,
                                            AcceptEach.on(Fd.of(pipe.reader().number())),
                                            1,
                                            fd -> loop.kernel().close(fd.number()))) {
                        RingException e =
                                assertThrows(RingException.class, () -> none.next(PATIENCE));
                        assertEquals(Errno.ENOTSOCK.negative(), e.result());
                    }
                });
    }
}
