package dev.ringmark.runtime.buffer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// An array, with native memory for as long as an operation has it.
final class CopiedBuffer extends OwnedBuffer {

    private final byte[] array;
    private @Nullable Arena transit;

    CopiedBuffer(byte[] array) {
        super(MemorySegment.ofArray(array), null);
        this.array = array;
    }

    @Override
    void lent() {
        Arena arena = Arena.ofShared();
        place(arena.allocateFrom(JAVA_BYTE, array));
        MemoryLedger.enter(array.length);
        transit = arena;
    }

    @Override
    void returned() {
        Arena arena = transit;
        if (arena == null) {
            throw new IllegalStateException(this + " was not lent");
        }
        MemorySegment.copy(current(), JAVA_BYTE, 0, array, 0, array.length);
        place(MemorySegment.ofArray(array));
        transit = null;
        arena.close();
        MemoryLedger.strike(array.length);
    }
}
