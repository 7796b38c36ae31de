package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.io.Duplex;
import dev.ringmark.runtime.op.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A connection of the JDK's, for a client that is written over streams of ours: the same client
/// without a ring.
final class ChannelDuplex implements Duplex {

    private final SocketChannel channel;

    ChannelDuplex(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(Span into) {
        try {
            return channel.read(bytes(into));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int write(Span from) {
        try {
            return channel.write(bytes(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer bytes(Span span) {
        return span.buffer().view().asSlice(span.start(), span.length()).asByteBuffer();
    }
}
