package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.Streams;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.TaskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;

/// A file as a channel of standard Java, with a position of the channel's own.
///
/// Direct buffers are used in place, others by way of native memory, 64 KiB at a time. A write goes
/// on until the buffer is empty. One thread at a time; `close` may come from any.
public final class SeekableFile implements SeekableByteChannel {

    private static final int COPY_MAX = 64 << 10;

    private final File file;
    private long position;
    private volatile boolean isOpen = true;

    private SeekableFile(File file) {
        this.file = file;
    }

    /// A channel that starts at the beginning of a file, and closes it with itself.
    public static SeekableFile of(File file) {
        return new SeekableFile(file);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        requireOpen();
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("into: read-only, expected one to be written");
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        try (OwnedBuffer buffer = memoryFor(into)) {
            int count = file.readAt(position, Span.of(buffer));
            if (count <= 0) {
                return -1;
            }
            if (into.isDirect()) {
                into.position(into.position() + count);
            } else {
                into.put(buffer.view(0, count).asByteBuffer());
            }
            position += count;
            return count;
        } catch (RuntimeException e) {
            throw told(e);
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        requireOpen();
        int written = 0;
        while (from.hasRemaining()) {
            boolean isInPlace = from.isDirect() && !from.isReadOnly();
            try (OwnedBuffer buffer = isInPlace ? OwnedBuffer.wrap(from) : copy(from)) {
                file.writeAllAt(position, Span.of(buffer));
                int count = (int) buffer.size();
                from.position(from.position() + count);
                position += count;
                written += count;
            } catch (RuntimeException e) {
                throw told(e);
            }
        }
        return written;
    }

    @Override
    public long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public SeekableFile position(long newPosition) throws IOException {
        requireOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException(
                    "newPosition: " + newPosition + ", expected 0 or more");
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        try {
            return file.size();
        } catch (RuntimeException e) {
            throw told(e);
        }
    }

    @Override
    public SeekableFile truncate(long size) throws IOException {
        requireOpen();
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size + ", expected 0 or more");
        }
        if (size < size()) {
            try {
                file.truncate(size);
            } catch (RuntimeException e) {
                throw told(e);
            }
        }
        position = Math.min(position, size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public void close() {
        isOpen = false;
        file.close();
    }

    private static OwnedBuffer memoryFor(ByteBuffer into) {
        return into.isDirect()
                ? OwnedBuffer.wrap(into)
                : OwnedBuffer.allocate(Math.min(into.remaining(), COPY_MAX));
    }

    private static OwnedBuffer copy(ByteBuffer from) {
        OwnedBuffer copy = OwnedBuffer.allocate(Math.min(from.remaining(), COPY_MAX));
        copy.view().asByteBuffer().put(from.slice(from.position(), (int) copy.size()));
        return copy;
    }

    private static IOException told(RuntimeException e) {
        if (e instanceof TaskException.Closed) {
            AsynchronousCloseException closed = new AsynchronousCloseException();
            closed.initCause(e);
            return closed;
        }
        return Streams.asIoException(e);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen) {
            throw new ClosedChannelException();
        }
    }
}
