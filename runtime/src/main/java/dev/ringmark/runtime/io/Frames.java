package dev.ringmark.runtime.io;

import org.jspecify.annotations.Nullable;

/// Messages in a stream, each behind its length, which is an unsigned number, big end first.
///
/// A frame that claims to be longer than the limit is refused before memory for it is taken.
public final class Frames {

    private final int prefixSize;
    private final int lengthMax;

    private Frames(int prefixSize, int lengthMax) {
        this.prefixSize = prefixSize;
        this.lengthMax = lengthMax;
    }

    /// A format.
    ///
    /// @param prefixSize of the length in bytes, 1 to 4
    /// @param lengthMax the longest frame, in bytes without its length
    public static Frames of(int prefixSize, int lengthMax) {
        if (prefixSize < 1 || prefixSize > 4) {
            throw new IllegalArgumentException("prefixSize: " + prefixSize + ", expected 1..4");
        }
        long largest = Math.min((1L << (8 * prefixSize)) - 1, Integer.MAX_VALUE - 8);
        if (lengthMax < 0 || lengthMax > largest) {
            throw new IllegalArgumentException(
                    "lengthMax: " + lengthMax + ", expected 0.." + largest);
        }
        return new Frames(prefixSize, lengthMax);
    }

    /// The next frame, or null at the end of the stream.
    ///
    /// @throws TooLongException when its length is over the limit; the stream stands behind it
    /// @throws UnexpectedEndException when the stream ends in the middle of a frame
    public byte @Nullable [] read(BufferedSource source) {
        if (source.isAtEnd()) {
            return null;
        }
        long length = 0;
        for (byte each : source.readExactly(prefixSize)) {
            length = (length << 8) | (each & 0xff);
        }
        if (length > lengthMax) {
            throw new TooLongException("frame", length + " bytes", lengthMax);
        }
        return source.readExactly((int) length);
    }

    /// Writes a frame; not flushed.
    ///
    /// @throws TooLongException when it is over the limit; nothing is written
    public void write(BufferedSink sink, byte[] frame) {
        if (frame.length > lengthMax) {
            throw new TooLongException("frame", frame.length + " bytes", lengthMax);
        }
        for (int shift = 8 * (prefixSize - 1); shift >= 0; shift -= 8) {
            sink.write(frame.length >> shift);
        }
        sink.write(frame);
    }
}
