package dev.ringmark.runtime.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// A source as an input stream.
final class SourceInputStream extends InputStream {

    private final BufferedSource source;

    SourceInputStream(BufferedSource source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        try {
            return source.read();
        } catch (RuntimeException e) {
            throw JavaErrors.ofStream(e);
        }
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        try {
            return source.read(into, from, length);
        } catch (RuntimeException e) {
            throw JavaErrors.ofStream(e);
        }
    }

    @Override
    public int available() {
        return source.buffered();
    }

    @Override
    public void close() {
        source.close();
    }
}
