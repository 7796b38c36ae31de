package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;

/// An aligned 32-bit word in a buffer, that threads and rings wait on.
///
/// The buffer is not lent: other threads are to change the word meanwhile. It must stay until the
/// last operation on it has ended.
///
/// @param buffer holds the word
/// @param offset in bytes, a multiple of 4
public record FutexWord(OwnedBuffer buffer, long offset) {

    /// @throws IllegalArgumentException when it isn't an aligned word of the buffer
    public FutexWord {
        Require.range("offset", offset, 0, buffer.size() - Integer.BYTES);
        Require.that(offset % Integer.BYTES == 0, "offset", offset, "a multiple of 4");
    }

    long address() {
        return buffer.view().address() + offset;
    }
}
