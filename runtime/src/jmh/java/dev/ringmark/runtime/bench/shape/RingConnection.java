package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.net.SocketOption;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A connection of ours: the frames of a window go out as one gathering request (SENDMSG), and come
/// back by receives of as much as there is.
final class RingConnection implements Connection {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

    private final int size;
    private final StreamSocket socket;
    private final OwnedBuffer in;

    /// The first 1, 2, 3... frames.
    private final List<List<Span>> parts = new ArrayList<>();

    RingConnection(Loop loop, InetSocketAddress address, Window window) {
        size = window.size;
        socket =
                StreamSocket.connect(
                        loop, address, CONNECT_TIME, SocketOption.NO_DELAY.to(true));
        in = OwnedBuffer.wrap(window.in);
        List<Span> all = new ArrayList<>();
        for (int at = 0; at < window.frames; at++) {
            all.add(Span.of(window.frame(at)));
            parts.add(List.copyOf(all));
        }
    }

    @Override
    public void send(int frames) {
        List<Span> some = parts.get(frames - 1);
        if (frames == 1) {
            socket.writeAll(some.getFirst());
        } else {
            socket.writeAll(some);
        }
    }

    @Override
    public void receive(int frames, Listener listener) throws WrongResultException {
        int end = frames * size;
        int told = 0;
        for (int at = 0; at < end; ) {
            int count = socket.read(new Span(in, at, end - at));
            if (count < 0) {
                throw new WrongResultException("bytes before the end of the stream", end, at);
            }
            at += count;
            while (told < at / size) {
                listener.arrived(told++);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
