package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A part of a buffer that an operation works on.
///
/// @param buffer the whole of it is lent to the operation
/// @param start where the part begins
/// @param length how long it is
public record Span(OwnedBuffer buffer, long start, int length) {

    /// @throws IllegalArgumentException when it isn't within the buffer
    public Span {
        Require.range("start", start, 0, buffer.size());
        Require.range("length", length, 0, buffer.size() - start);
    }

    /// The whole buffer.
    public static Span of(OwnedBuffer buffer) {
        return new Span(buffer, 0, (int) buffer.size());
    }

    /// Native memory of the caller's.
    public static Span of(MemorySegment memory) {
        return of(OwnedBuffer.wrap(memory));
    }

    /// A direct buffer of the caller's, from its position to its limit.
    public static Span of(ByteBuffer buffer) {
        return of(OwnedBuffer.wrap(buffer));
    }

    /// An array, which is copied to and from native memory.
    public static Span of(byte[] array) {
        return of(OwnedBuffer.copying(array));
    }

    /// Where the kernel finds it.
    long address() {
        return buffer.address() + start;
    }

    @Override
    public String toString() {
        return length + " bytes at " + start + " of " + buffer;
    }
}
