package dev.ringmark.runtime.io;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/// Copying, and streams and channels of standard Java that stand on the ring.
///
/// What ends a wait is told in the exceptions of java.io: time that is up as
/// [java.net.SocketTimeoutException], a cancel or an interrupt as
/// [java.io.InterruptedIOException], a close from elsewhere as an exception of the class that Java
/// gives for it, and what the kernel refuses as [java.io.IOException]; each with the library's own
/// exception as its cause.
public final class Streams {

    private static final int COPY_SIZE = 64 << 10;

    private Streams() {}

    /// Copies everything up to the end of the source, through one buffer of 64 KiB.
    ///
    /// What it throws carries how much was written before: [Progress#of].
    ///
    /// @return how many bytes
    public static long copy(Source source, Sink sink) {
        long copied = 0;
        try (OwnedBuffer buffer = OwnedBuffer.allocate(COPY_SIZE)) {
            while (true) {
                int count = source.read(buffer);
                if (count < 0) {
                    return copied;
                }
                try {
                    sink.writeAll(new Span(buffer, 0, count));
                } catch (RuntimeException e) {
                    copied += Progress.of(e);
                    throw e;
                }
                copied += count;
            }
        } catch (RuntimeException e) {
            throw Progress.add(e, copied);
        }
    }

    /// An input stream with a buffer, which closes the source with itself.
    public static InputStream inputStream(Source source) {
        BufferedSource buffered =
                source instanceof BufferedSource already ? already : BufferedSource.over(source);
        return new SourceInputStream(buffered);
    }

    /// An output stream with a buffer, which its `flush` writes and its `close` too, with the sink.
    public static OutputStream outputStream(Sink sink) {
        BufferedSink buffered =
                sink instanceof BufferedSink already ? already : BufferedSink.over(sink);
        return new SinkOutputStream(buffered);
    }

    /// A channel, which closes the source with itself. Direct buffers are read into in place;
    /// others by way of a buffer of the channel's.
    public static ScatteringByteChannel channel(Source source) {
        return new SourceChannel(source);
    }

    /// A channel, which closes the sink with itself. Direct buffers are written from in place;
    /// others by way of buffers of the channel's.
    public static GatheringByteChannel channel(Sink sink) {
        return new SinkChannel(sink);
    }

    /// What the streams here throw for an exception of the library's: for streams of one's own.
    ///
    /// @throws RuntimeException when it is none of those that end a wait or a transfer
    public static IOException asIoException(RuntimeException e) {
        return JavaErrors.ofStream(e);
    }
}
