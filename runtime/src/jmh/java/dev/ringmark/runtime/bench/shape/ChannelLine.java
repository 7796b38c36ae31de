package dev.ringmark.runtime.bench.shape;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A line over channels of the JDK.
final class ChannelLine implements Line {

    private final WritableByteChannel sink;
    private final ReadableByteChannel source;
    private final Window window;

    private ChannelLine(WritableByteChannel sink, ReadableByteChannel source, int size) {
        this.sink = sink;
        this.source = source;
        window = Window.direct(1, size);
    }

    static ChannelLine pipe(int size) throws IOException {
        Pipe pipe = Pipe.open();
        return new ChannelLine(pipe.sink(), pipe.source(), size);
    }

    /// Unix stream sockets; the JDK has no socketpair(2).
    static ChannelLine sockets(int size) throws IOException {
        Path folder = Files.createTempDirectory("ringmark-line");
        Path path = folder.resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            SocketChannel sink = SocketChannel.open(listener.getLocalAddress());
            return new ChannelLine(sink, listener.accept(), size);
        } finally {
            Files.deleteIfExists(path);
            Files.delete(folder);
        }
    }

    @Override
    public void write() throws IOException {
        window.stamp(1);
        window.out.clear();
        while (window.out.hasRemaining()) {
            sink.write(window.out);
        }
    }

    @Override
    public void read() throws IOException, WrongResultException {
        window.in.clear();
        while (window.in.hasRemaining()) {
            if (source.read(window.in) < 0) {
                throw new WrongResultException(
                        "bytes before the end of a line", window.size, window.in.position());
            }
        }
        window.take(0);
    }

    @Override
    public void close() throws IOException {
        sink.close();
        source.close();
    }
}
