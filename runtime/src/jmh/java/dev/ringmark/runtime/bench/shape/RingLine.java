package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.Sink;
import dev.ringmark.runtime.io.Source;
import dev.ringmark.runtime.io.TlsStream;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.Pair;
import dev.ringmark.runtime.net.Pipe;
import dev.ringmark.runtime.net.SocketOption;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Task;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;

/// A line of ours: both ends are a loop's.
final class RingLine implements Line {

    private final Sink sink;
    private final Source source;
    private final int size;
    private final Window window;
    private final Span out;
    private final OwnedBuffer in;

    private RingLine(Sink sink, Source source, int size) {
        this.sink = sink;
        this.source = source;
        this.size = size;
        window = Window.direct(1, size);
        out = Span.of(window.out);
        in = OwnedBuffer.wrap(window.in);
    }

    static RingLine pipe(Loop loop, int size) {
        Pipe pipe = Pipe.open(loop);
        return new RingLine(pipe.writer(), pipe.reader(), size);
    }

    static RingLine sockets(Loop loop, int size) {
        Pair<StreamSocket> pair = StreamSocket.pair(loop);
        return new RingLine(pair.first(), pair.second(), size);
    }

    static RingLine tls(Loop loop, int size, SSLContext keys) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SocketOption.Setting<Boolean> noDelay = SocketOption.NO_DELAY.to(true);
        try (Listener<StreamSocket> listener = Listener.listen(loop, any)) {
            InetSocketAddress address = (InetSocketAddress) listener.localAddress();
            StreamSocket client = StreamSocket.connect(loop, address, Crew.PATIENCE, noDelay);
            StreamSocket server = listener.accept(Crew.PATIENCE);
            server.set(SocketOption.NO_DELAY, true);
            TlsStream writer = TlsStream.server(server, keys);
            TlsStream reader = TlsStream.client(client, keys, "localhost", address.getPort());
            Task<String> meeting = loop.fork(writer::applicationProtocol);
            loop.fork(reader::applicationProtocol).join(Crew.PATIENCE);
            meeting.join(Crew.PATIENCE);
            return new RingLine(writer, reader, size);
        }
    }

    @Override
    public void write() {
        window.stamp(1);
        sink.writeAll(out);
    }

    @Override
    public void read() throws WrongResultException {
        for (int at = 0; at < size; ) {
            int count = source.read(new Span(in, at, size - at));
            if (count < 0) {
                throw new WrongResultException("bytes before the end of a line", size, at);
            }
            at += count;
        }
        window.take(0);
    }

    @Override
    public void close() {
        sink.close();
        source.close();
    }
}
