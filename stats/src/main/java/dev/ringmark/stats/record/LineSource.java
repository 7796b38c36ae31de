package dev.ringmark.stats.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The lines of a file as text, one at a time, with a bound on how long one may be.
final class LineSource {
    /// Far above any line of ours; keeps a foreign file from being taken into memory whole.
    static final int LINE_BYTES_MAX = 64 << 20;

    private final InputStream in;
    private final byte[] chunk = new byte[64 << 10];
    private int chunkAt;
    private int chunkEnd;
    private int line;
    private long lineStart;
    private long position;
    private boolean lineEnded = true;

    LineSource(InputStream in) {
        this.in = in;
    }

    /// The next line without its line break, null behind the last.
    ///
    /// @throws FieldException if the line is too long or not UTF-8; the one after it can be read
    @Nullable String next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lineStart = position;
        if (!fill()) {
            return null;
        }
        lineEnded = false;
        boolean tooLong = false;
        while (!lineEnded && fill()) {
            int from = chunkAt;
            while (chunkAt < chunkEnd && chunk[chunkAt] != '\n') {
                chunkAt++;
            }
            int length = chunkAt - from;
            tooLong |= bytes.size() + length > LINE_BYTES_MAX;
            if (!tooLong) {
                bytes.write(chunk, from, length);
            }
            position += length;
            if (chunkAt < chunkEnd) {
                chunkAt++;
                position++;
                lineEnded = true;
            }
        }
        line++;
        if (tooLong) {
            String length = (position - lineStart) + " bytes";
            throw new FieldException("(line)", length, "at most " + LINE_BYTES_MAX);
        }
        return decode(bytes.toByteArray());
    }

    /// The number of the line that [#next()] gave last, from 1.
    int line() {
        return line;
    }

    /// Where that line starts, in bytes; behind the last line, where the file ends.
    long lineStart() {
        return lineStart;
    }

    /// Whether that line has its line break: only the last can be without.
    boolean lineEnded() {
        return lineEnded;
    }

    private boolean fill() throws IOException {
        if (chunkAt == chunkEnd) {
            chunkAt = 0;
            chunkEnd = Math.max(0, in.read(chunk));
        }
        return chunkEnd > 0;
    }

    private static String decode(byte[] bytes) {
        try {
            // A new decoder reports what is malformed; String's constructor would replace it.
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new FieldException("(line)", "bytes that are not UTF-8", "UTF-8");
        }
    }
}
