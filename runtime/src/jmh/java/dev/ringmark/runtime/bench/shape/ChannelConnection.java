package dev.ringmark.runtime.bench.shape;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A connection of the JDK's: a write and a read for each frame, or one write for a window and
/// reads of as much as there is.
final class ChannelConnection implements Connection {

    private final int size;
    private final boolean gathers;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final SocketChannel channel;

    ChannelConnection(InetSocketAddress address, Window window, boolean gathers)
            throws IOException {
        size = window.size;
        this.gathers = gathers;
        out = window.out.duplicate();
        in = window.in.duplicate();
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public void send(int frames) throws IOException {
        if (gathers) {
            write(0, frames * size);
            return;
        }
        for (int at = 0; at < frames; at++) {
            write(at * size, (at + 1) * size);
        }
    }

    private void write(int start, int end) throws IOException {
        out.limit(end).position(start);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    @Override
    public void receive(int frames, Listener listener) throws IOException, WrongResultException {
        int end = frames * size;
        int told = 0;
        for (int at = 0; at < end; ) {
            int limit = gathers ? end : (told + 1) * size;
            int count = channel.read(in.limit(limit).position(at));
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
    public void close() throws IOException {
        channel.close();
    }
}
