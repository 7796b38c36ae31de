package dev.ringmark.runtime.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/// A sink as an output stream.
final class SinkOutputStream extends OutputStream {

    private final BufferedSink sink;

    SinkOutputStream(BufferedSink sink) {
        this.sink = sink;
    }

    @Override
    public void write(int value) throws IOException {
        try {
            sink.write(value);
        } catch (RuntimeException e) {
            throw JavaErrors.ofStream(e);
        }
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
        Objects.checkFromIndexSize(start, length, from.length);
        try {
            sink.write(from, start, length);
        } catch (RuntimeException e) {
            throw JavaErrors.ofStream(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            sink.flush();
        } catch (RuntimeException e) {
            throw JavaErrors.ofStream(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            sink.close();
        } catch (RuntimeException e) {
            throw JavaErrors.ofStream(e);
        }
    }
}
