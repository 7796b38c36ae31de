package dev.ringmark.runtime.http;

import dev.ringmark.runtime.io.BufferedSink;
import dev.ringmark.runtime.io.Streams;
import dev.ringmark.runtime.task.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The body of a response; its close is the end of the exchange.
final class ResponseBody extends OutputStream {

    /// How its end is told.
    enum Kind {
        /// The headers are not sent, so nothing can be.
        NONE,
        FIXED,
        CHUNKED,
        /// By the end of the connection.
        UNTIL_CLOSE
    }

    private static final int CHUNK_SIZE = 8192;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Exchange exchange;
    private final BufferedSink sink;
    private final HttpLimits limits;
    private Kind kind = Kind.NONE;
    private long left;
    private byte[] chunk = {};
    private int chunkLength;
    private boolean isClosed;

    ResponseBody(Exchange exchange, BufferedSink sink, HttpLimits limits) {
        this.exchange = exchange;
        this.sink = sink;
        this.limits = limits;
    }

    /// The headers are sent.
    void begin(Kind newKind, long length) {
        kind = newKind;
        left = length;
        chunk = new byte[newKind == Kind.CHUNKED ? CHUNK_SIZE : 0];
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
        Objects.checkFromIndexSize(start, length, from.length);
        requireOpen();
        try (Scope _ = Scope.open(limits.stallTime())) {
            switch (kind) {
                case NONE -> throw new IOException("response headers not sent yet");
                case FIXED -> {
                    if (length > left) {
                        throw new IOException(
                                "too many bytes to write: " + length + ", expected " + left);
                    }
                    left -= length;
                    sink.write(from, start, length);
                }
                case CHUNKED -> collect(from, start, length);
                case UNTIL_CLOSE -> sink.write(from, start, length);
            }
        } catch (RuntimeException e) {
            throw exchange.broken(Streams.asIoException(e));
        }
    }

    @Override
    public void flush() throws IOException {
        if (isClosed || kind == Kind.NONE) {
            return;
        }
        try (Scope _ = Scope.open(limits.stallTime())) {
            writeChunk();
            sink.flush();
        } catch (RuntimeException e) {
            throw exchange.broken(Streams.asIoException(e));
        }
    }

    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        if (kind == Kind.NONE) {
            throw new IOException("response headers not sent yet");
        }
        isClosed = true;
        boolean isWhole = kind != Kind.FIXED || left == 0;
        try (Scope _ = Scope.open(limits.stallTime())) {
            if (kind == Kind.CHUNKED) {
                writeChunk();
                sink.write(LAST);
            }
            sink.flush();
        } catch (RuntimeException e) {
            throw exchange.broken(Streams.asIoException(e));
        }
        if (!isWhole) {
            throw exchange.broken(
                    new IOException("insufficient bytes written: " + left + " are missing"));
        }
        exchange.responded(kind != Kind.UNTIL_CLOSE);
    }

    private void collect(byte[] from, int start, int length) {
        if (length > chunk.length - chunkLength) {
            writeChunk();
        }
        if (length > chunk.length) {
            writeChunk(from, start, length);
            return;
        }
        System.arraycopy(from, start, chunk, chunkLength, length);
        chunkLength += length;
    }

    private void writeChunk() {
        int length = chunkLength;
        chunkLength = 0;
        writeChunk(chunk, 0, length);
    }

    private void writeChunk(byte[] from, int start, int length) {
        if (length > 0) {
            sink.write(Integer.toHexString(length));
            sink.write(LINE_END);
            sink.write(from, start, length);
            sink.write(LINE_END);
        }
    }

    private void requireOpen() throws IOException {
        if (isClosed) {
            throw new IOException("the response body is closed");
        }
    }
}
