package dev.ringmark.runtime.io;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A sink as a channel.
final class SinkChannel implements GatheringByteChannel {

    /// How much of a buffer on the heap is written at most: it goes through native memory.
    private static final int COPY_MAX = 64 << 10;

    private final Sink sink;
    private volatile boolean isOpen = true;

    SinkChannel(Sink sink) {
        this.sink = sink;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return (int) write(new ByteBuffer[] {from}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] from) throws IOException {
        return write(from, 0, from.length);
    }

    @Override
    public long write(ByteBuffer[] from, int start, int length) throws IOException {
        Objects.checkFromIndexSize(start, length, from.length);
        if (!isOpen) {
            throw new ClosedChannelException();
        }
        List<Span> spans = new ArrayList<>(length);
        List<ByteBuffer> sources = new ArrayList<>(length);
        try {
            for (int at = start; at < start + length; at++) {
                if (!from[at].hasRemaining()) {
                    continue;
                }
                Span span = span(from[at]);
                spans.add(span);
                sources.add(from[at]);
                if (span.length() < from[at].remaining()) {
                    break; // what comes after it must not overtake the rest of it
                }
            }
            int count = sink.write(spans);
            int left = count;
            for (int at = 0; at < spans.size() && left > 0; at++) {
                int part = Math.min(left, spans.get(at).length());
                sources.get(at).position(sources.get(at).position() + part);
                left -= part;
            }
            return count;
        } catch (RuntimeException e) {
            throw JavaErrors.ofChannel(e);
        } finally {
            spans.forEach(each -> each.buffer().close());
        }
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public void close() {
        isOpen = false;
        sink.close();
    }

    /// What is written of a buffer: in place where the kernel can find it, and may, for memory that
    /// is wrapped has to be writable.
    private static Span span(ByteBuffer source) {
        if (source.isDirect() && !source.isReadOnly()) {
            return Span.of(OwnedBuffer.wrap(source));
        }
        OwnedBuffer copy = OwnedBuffer.allocate(Math.min(source.remaining(), COPY_MAX));
        copy.view().asByteBuffer().put(source.slice(source.position(), (int) copy.size()));
        return Span.of(copy);
    }
}
