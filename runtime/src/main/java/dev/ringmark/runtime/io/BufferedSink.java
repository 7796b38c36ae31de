package dev.ringmark.runtime.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.TaskException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A sink with a buffer: small writes are collected, and a large one goes out with what was
/// collected before it in one gathering write.
///
/// Nothing is written before the buffer is full or [#flush()] is called. A flush that fails leaves
/// the stream unusable: how much of the buffer was written is lost. One thread writes at a time.
public final class BufferedSink implements Sink {

    /// The size of the buffer unless told otherwise.
    public static final int SIZE = 16 << 10;

    private final Sink sink;
    private final OwnedBuffer buffer;
    private final MemorySegment memory;
    private int length;
    private boolean isClosed;

    private BufferedSink(Sink sink, OwnedBuffer buffer) {
        this.sink = sink;
        this.buffer = buffer;
        memory = buffer.view();
    }

    /// With a buffer of [#SIZE].
    public static BufferedSink over(Sink sink) {
        return over(sink, SIZE);
    }

    /// With a buffer of another size.
    ///
    /// @param size of the buffer in bytes, 1 or more
    public static BufferedSink over(Sink sink, int size) {
        return over(sink, OwnedBuffer.allocate(size));
    }

    /// With a buffer of the caller's, of a pool perhaps, which is closed with this.
    public static BufferedSink over(Sink sink, OwnedBuffer buffer) {
        return new BufferedSink(sink, buffer);
    }

    /// How many bytes are in the buffer.
    public int buffered() {
        return length;
    }

    /// One byte, the lowest of an int.
    public void write(int value) {
        requireOpen();
        if (length == memory.byteSize()) {
            flush();
        }
        memory.set(JAVA_BYTE, length++, (byte) value);
    }

    /// Takes a part of a buffer whole.
    @Override
    public int write(Span from) {
        requireOpen();
        if (from.length() > memory.byteSize() - length) {
            Span collected = new Span(buffer, 0, length);
            length = 0;
            sink.writeAll(List.of(collected, from));
        } else {
            MemorySegment source = from.buffer().view(from.start(), from.length());
            MemorySegment.copy(source, 0, memory, length, from.length());
            length += from.length();
        }
        return from.length();
    }

    /// Takes a part of an array whole.
    public void write(byte[] from, int start, int count) {
        requireOpen();
        int done = 0;
        while (done < count) {
            if (length == memory.byteSize()) {
                flush();
            }
            int part = (int) Math.min(count - done, memory.byteSize() - length);
            MemorySegment.copy(from, start + done, memory, JAVA_BYTE, length, part);
            length += part;
            done += part;
        }
    }

    /// Takes an array whole.
    public void write(byte[] from) {
        write(from, 0, from.length);
    }

    /// Takes a text in UTF-8.
    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes what the buffer holds.
    public void flush() {
        requireOpen();
        Span collected = new Span(buffer, 0, length);
        length = 0;
        sink.writeAll(collected);
    }

    /// Flushes, which may wait, closes the sink underneath, and gives the buffer back. Only the
    /// thread that writes may call it; to end its waits from another one, close what is underneath.
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        try {
            flush();
        } finally {
            isClosed = true;
            sink.close();
            buffer.close();
        }
    }

    @Override
    public String toString() {
        return "buffered " + sink;
    }

    private void requireOpen() {
        if (isClosed) {
            throw new TaskException.Closed(this + " is closed");
        }
    }
}
