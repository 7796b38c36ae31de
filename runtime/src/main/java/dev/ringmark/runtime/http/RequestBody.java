package dev.ringmark.runtime.http;

import dev.ringmark.runtime.http.RequestHead.HeadLines;
import dev.ringmark.runtime.io.BufferedSource;
import dev.ringmark.runtime.io.Streams;
import dev.ringmark.runtime.task.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// The body of a request, of a length that is known, or in chunks.
final class RequestBody extends InputStream {

    private final BufferedSource source;
    private final HttpLimits limits;
    private final boolean isChunked;
    private final Runnable beforeFirst;

    /// Of the body, or of the chunk.
    private long left;

    private long size;
    private boolean isBegun;
    private boolean isAtEnd;
    private boolean isClosed;

    /// @param beforeFirst called before the first byte is waited for
    RequestBody(BufferedSource source, HttpLimits limits, long length, Runnable beforeFirst) {
        this.source = source;
        this.limits = limits;
        this.beforeFirst = beforeFirst;
        isChunked = length == RequestHead.CHUNKED;
        left = isChunked ? 0 : length;
        isAtEnd = length == 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (isClosed) {
            throw new IOException("the request body is closed");
        }
        return receive(into, from, length);
    }

    @Override
    public int available() {
        return (int) Math.min(left, source.buffered());
    }

    /// Nothing is read any more; what is left is drained when the exchange ends.
    @Override
    public void close() {
        isClosed = true;
    }

    /// Reads the rest, as long as it is short.
    ///
    /// @return whether the stream stands behind the body now
    boolean drain() {
        byte[] rest = new byte[isAtEnd ? 0 : 4096];
        int drained = 0;
        try {
            while (!isAtEnd && drained <= limits.drainSizeMax()) {
                int count = receive(rest, 0, rest.length);
                drained += Math.max(count, 0);
            }
        } catch (IOException _) {
            return false;
        }
        return isAtEnd;
    }

    /// Whether anybody has asked for it.
    boolean isBegun() {
        return isBegun;
    }

    boolean isAtEnd() {
        return isAtEnd;
    }

    private int receive(byte[] into, int from, int length) throws IOException {
        if (isAtEnd) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        try (Scope _ = Scope.open(limits.stallTime())) {
            begin();
            if (isChunked && left == 0 && !nextChunk()) {
                return -1;
            }
            int count = source.read(into, from, (int) Math.min(length, left));
            if (count < 0) {
                throw new IOException("the connection ended in the request body");
            }
            left -= count;
            if (left == 0) {
                endPiece();
            }
            return count;
        } catch (RefusedRequest e) {
            throw new IOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            throw Streams.asIoException(e);
        }
    }

    private void begin() {
        if (!isBegun) {
            isBegun = true;
            beforeFirst.run();
        }
    }

    private void endPiece() {
        if (!isChunked) {
            isAtEnd = true;
        } else if (!new HeadLines(source, 2).next().isEmpty()) {
            throw new RefusedRequest(400, "Bad end of a chunk");
        }
    }

    /// @return false when it was the last, and the trailers are read
    private boolean nextChunk() {
        HeadLines lines = new HeadLines(source, limits.headSizeMax());
        String line = lines.next();
        int end = line.indexOf(';');
        String digits = (end < 0 ? line : line.substring(0, end)).stripTrailing();
        if (digits.isEmpty() || digits.length() > 15 || !isHex(digits)) {
            throw new RefusedRequest(400, "Bad length of a chunk");
        }
        left = Long.parseLong(digits, 16);
        size += left;
        if (size > limits.bodySizeMax()) {
            throw new RefusedRequest(413, "Request body too large");
        }
        if (left > 0) {
            return true;
        }
        for (int count = 0; !lines.next().isEmpty(); count++) {
            if (count == limits.headersMax()) {
                throw new RefusedRequest(431, "Too many trailers");
            }
        }
        isAtEnd = true;
        return false;
    }

    private static boolean isHex(String digits) {
        return digits.chars().allMatch(each -> Character.digit(each, 16) >= 0 && each < 128);
    }
}
