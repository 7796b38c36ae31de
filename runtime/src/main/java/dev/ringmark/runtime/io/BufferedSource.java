package dev.ringmark.runtime.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A source with a buffer: for bytes, lines, and pieces of a known length.
///
/// What was read ahead is its own: whoever goes on with the source underneath does not see it. A
/// read that fails in the middle of a line or piece loses the part that it had taken, so the stream
/// is to be given up then; what ends a wait between them loses nothing. One thread reads at a time.
public final class BufferedSource implements Source {

    /// The size of the buffer unless told otherwise.
    public static final int SIZE = 16 << 10;

    private final Source source;
    private final HeldBuffer buffer;
    private final MemorySegment memory;
    private int position;
    private int limit;
    private boolean isEnded;

    private BufferedSource(Source source, OwnedBuffer own) {
        this.source = source;
        buffer = new HeldBuffer(this, own);
        memory = buffer.take().view();
        buffer.leave();
    }

    /// With a buffer of [#SIZE].
    public static BufferedSource over(Source source) {
        return over(source, SIZE);
    }

    /// With a buffer of another size.
    ///
    /// @param size of the buffer in bytes, 1 or more
    public static BufferedSource over(Source source, int size) {
        return over(source, OwnedBuffer.allocate(size));
    }

    /// With a buffer of the caller's, of a pool perhaps, which is closed with this.
    public static BufferedSource over(Source source, OwnedBuffer buffer) {
        return new BufferedSource(source, buffer);
    }

    /// Whether there is nothing more, neither in the buffer nor behind it; waits to find out.
    public boolean isAtEnd() {
        buffer.requireOpen();
        return position == limit && !fill();
    }

    /// How many bytes are in the buffer.
    public int buffered() {
        return limit - position;
    }

    /// The next byte, 0..255, or -1 at the end.
    public int read() {
        return isAtEnd() ? -1 : memory.get(JAVA_BYTE, position++) & 0xff;
    }

    @Override
    public int read(Span into) {
        if (into.length() == 0) {
            return 0;
        }
        buffer.requireOpen();
        if (position == limit && into.length() >= memory.byteSize()) {
            return isEnded ? -1 : ended(source.read(into));
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(into.length(), limit - position);
        MemorySegment target = into.buffer().view(into.start(), count);
        MemorySegment.copy(memory, position, target, 0, count);
        position += count;
        return count;
    }

    /// As [#read(Span)], into an array.
    ///
    /// @return how many bytes, or -1 at the end
    public int read(byte[] into, int from, int length) {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        MemorySegment.copy(memory, JAVA_BYTE, position, into, from, count);
        position += count;
        return count;
    }

    /// Fills a part of a buffer.
    ///
    /// @throws UnexpectedEndException when the stream ends before
    public void readExactly(Span into) {
        int done = 0;
        try {
            while (done < into.length()) {
                int count = read(Spans.from(into, done));
                if (count < 0) {
                    throw new UnexpectedEndException("a piece", into.length(), done);
                }
                done += count;
            }
        } catch (RuntimeException e) {
            throw e instanceof UnexpectedEndException ? e : Progress.add(e, done);
        }
    }

    /// The next bytes, so many.
    ///
    /// @throws UnexpectedEndException when the stream ends before
    public byte[] readExactly(int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        try {
            while (done < length) {
                int count = read(bytes, done, length - done);
                if (count < 0) {
                    throw new UnexpectedEndException("a piece", length, done);
                }
                done += count;
            }
        } catch (RuntimeException e) {
            throw e instanceof UnexpectedEndException ? e : Progress.add(e, done);
        }
        return bytes;
    }

    /// Everything up to the end.
    ///
    /// @param lengthMax how much is stored at most
    /// @throws TooLongException when there is more
    public byte[] readToEnd(int lengthMax) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (!isAtEnd()) {
            append(all, limit - position, "stream", lengthMax);
        }
        return all.toByteArray();
    }

    /// The next line in UTF-8, without its end (`\n` or `\r\n`), or null at the end of the stream.
    /// The last line need not have one.
    ///
    /// @param lengthMax the longest line that is accepted, in bytes without its end
    /// @throws TooLongException when the line is longer
    public @Nullable String readLine(int lengthMax) {
        if (isAtEnd()) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean hasEnd = false;
        while (!hasEnd && !isAtEnd()) {
            int at = indexOf((byte) '\n');
            hasEnd = at < limit;
            append(line, at - position, "line", lengthMax + 1L); // a \r may be among them
            if (hasEnd) {
                position++;
            }
        }
        byte[] bytes = line.toByteArray();
        int length = bytes.length;
        if (hasEnd && length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        if (length > lengthMax) {
            throw new TooLongException("line", "more", lengthMax);
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /// Gives each line up to the end, or until the body has had enough.
    ///
    /// @param lengthMax as for [#readLine]
    /// @param body says whether to go on
    /// @return whether the end was reached
    public boolean forEachLine(int lengthMax, Predicate<String> body) {
        while (true) {
            String line = readLine(lengthMax);
            if (line == null) {
                return true;
            }
            if (!body.test(line)) {
                return false;
            }
        }
    }

    /// Closes the source underneath, and gives the buffer back, at the latest when a read that is
    /// under way on another thread has ended.
    @Override
    public void close() {
        source.close();
        buffer.close();
    }

    @Override
    public String toString() {
        return "buffered " + source;
    }

    /// Reads ahead into the empty buffer.
    ///
    /// @return false at the end
    private boolean fill() {
        if (isEnded) {
            return false;
        }
        OwnedBuffer into = buffer.take();
        int count;
        try {
            count = ended(source.read(into));
        } finally {
            buffer.leave();
        }
        position = 0;
        limit = Math.max(count, 0);
        return count > 0;
    }

    private int ended(int count) {
        isEnded = count < 0;
        return count;
    }

    private int indexOf(byte wanted) {
        int at = position;
        while (at < limit && memory.get(JAVA_BYTE, at) != wanted) {
            at++;
        }
        return at;
    }

    private void append(ByteArrayOutputStream to, int count, String what, long lengthMax) {
        if (to.size() + (long) count > lengthMax) {
            throw new TooLongException(what, "more", lengthMax);
        }
        byte[] bytes = new byte[count];
        MemorySegment.copy(memory, JAVA_BYTE, position, bytes, 0, count);
        to.write(bytes, 0, count);
        position += count;
    }
}
