package dev.ringmark.runtime.io;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ScatteringByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A source as a channel.
final class SourceChannel implements ScatteringByteChannel {

    /// How much is read at most for a buffer on the heap: it goes through native memory.
    private static final int COPY_MAX = 64 << 10;

    private final Source source;
    private volatile boolean isOpen = true;

    SourceChannel(Source source) {
        this.source = source;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return (int) read(new ByteBuffer[] {into}, 0, 1);
    }

    @Override
    public long read(ByteBuffer[] into) throws IOException {
        return read(into, 0, into.length);
    }

    @Override
    public long read(ByteBuffer[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (!isOpen) {
            throw new ClosedChannelException();
        }
        List<Span> spans = new ArrayList<>(length);
        List<ByteBuffer> targets = new ArrayList<>(length);
        try {
            for (int at = from; at < from + length; at++) {
                if (into[at].isReadOnly()) {
                    throw new IllegalArgumentException(
                            "buffer " + at + ": read-only, expected one that can be written");
                }
                if (!into[at].hasRemaining()) {
                    continue;
                }
                Span span = span(into[at]);
                targets.add(into[at]);
                spans.add(span);
                if (span.length() < into[at].remaining()) {
                    break; // the next one must not be filled before the rest of this one
                }
            }
            int count = source.read(spans);
            int left = Math.max(count, 0);
            for (int at = 0; at < spans.size() && left > 0; at++) {
                int part = Math.min(left, spans.get(at).length());
                fill(targets.get(at), spans.get(at).buffer(), part);
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
        source.close();
    }

    private static Span span(ByteBuffer target) {
        return Span.of(
                target.isDirect()
                        ? OwnedBuffer.wrap(target)
                        : OwnedBuffer.allocate(Math.min(target.remaining(), COPY_MAX)));
    }

    private static void fill(ByteBuffer target, OwnedBuffer from, int count) {
        if (target.isDirect()) {
            target.position(target.position() + count);
        } else {
            target.put(from.view(0, count).asByteBuffer());
        }
    }
}
