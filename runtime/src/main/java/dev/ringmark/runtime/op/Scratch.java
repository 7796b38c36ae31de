package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.layout.TimespecLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The small memory that an operation's SQE points to besides its data: times, addresses, paths,
/// vectors. It belongs to a [Run], stays where it is until the operation has ended, and is used
/// again for the next one.
public final class Scratch {

    private static final int SIZE_FIRST = 256;
    static final long ALIGNMENT = 16;

    private @Nullable Arena arena;
    private MemorySegment memory = MemorySegment.NULL;
    private long used;

    Scratch() {}

    /// Makes room, and forgets what was there.
    ///
    /// @param size how much the operation will take altogether
    void reset(long size) {
        used = 0;
        if (size == 0 || size <= memory.byteSize()) {
            return;
        }
        free();
        long rounded = Math.max(SIZE_FIRST, Long.highestOneBit(size - 1) << 1);
        Arena fresh = Arena.ofShared();
        arena = fresh;
        memory = fresh.allocate(rounded, ALIGNMENT);
        MemoryLedger.enter(rounded);
    }

    /// Forgets what was taken, for a request that is filled once more.
    void rewind() {
        used = 0;
    }

    void free() {
        if (arena != null) {
            arena.close();
            arena = null;
            MemoryLedger.strike(memory.byteSize());
            memory = MemorySegment.NULL;
        }
    }

    /// Takes zeroed memory, at the same place for the same sequence of takes.
    public MemorySegment take(long size) {
        MemorySegment taken = memory.asSlice(used, size).fill((byte) 0);
        used = (used + size + ALIGNMENT - 1) & -ALIGNMENT;
        return taken;
    }

    /// Memory that was taken before, for reading what the kernel wrote there.
    public MemorySegment at(long offset, long size) {
        return memory.asSlice(offset, size);
    }

    /// Takes a `struct __kernel_timespec`.
    ///
    /// @return its address
    public long timespec(long seconds, long nanos) {
        long at = used;
        used += TimespecLayout.SIZE;
        memory.set(JAVA_LONG, at + TimespecLayout.TV_SEC, seconds);
        memory.set(JAVA_LONG, at + TimespecLayout.TV_NSEC, nanos);
        return memory.address() + at;
    }

    /// Takes a string that ends with a zero, in UTF-8.
    ///
    /// @return its address
    public long string(byte[] text) {
        MemorySegment taken = take(text.length + 1L);
        MemorySegment.copy(MemorySegment.ofArray(text), 0, taken, 0, text.length);
        return taken.address();
    }

    /// Takes an int.
    ///
    /// @return its address
    public long integer(int value) {
        MemorySegment taken = take(Integer.BYTES);
        taken.set(JAVA_INT, 0, value);
        return taken.address();
    }
}
