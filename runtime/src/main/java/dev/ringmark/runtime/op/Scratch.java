package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.layout.TimespecLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The small memory that an operation's SQE points to besides its data: times, addresses, paths,
/// vectors. It belongs to a [Run], stays where it is until the operation has ended, and is used
/// again for the next one.
public final class Scratch {

    static final long ALIGNMENT = 16;

    private @Nullable Block block;
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
        Block fresh = Block.take(size);
        block = fresh;
        memory = fresh.memory();
        MemoryLedger.enter(memory.byteSize());
    }

    /// Forgets what was taken, for a request that is filled once more.
    void rewind() {
        used = 0;
    }

    void free() {
        if (block != null) {
            MemoryLedger.strike(memory.byteSize());
            memory = MemorySegment.NULL;
            block.giveBack();
            block = null;
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

    /// Memory that goes from one operation to the next. To free it would stop every thread of the
    /// JVM for a moment (a shared arena's close, some 20 us), which an operation that is started
    /// once has no use for; so some blocks are kept, at most 64 of each size up to 4 KiB.
    ///
    /// @param memory zeroed when it is taken
    private record Block(Arena arena, MemorySegment memory) {

        private static final int SIZE_MIN = 256;
        private static final int SIZES = 5;
        private static final int KEPT_MAX = 64;

        /// By size, from the least; each twice as large as the one before.
        private static final List<Queue<Block>> SPARE =
                Stream.generate(ConcurrentLinkedQueue<Block>::new)
                        .limit(SIZES)
                        .<Queue<Block>>map(each -> each)
                        .toList();

        private static final AtomicIntegerArray KEPT = new AtomicIntegerArray(SIZES);

        static Block take(long size) {
            long rounded = Math.max(SIZE_MIN, Long.highestOneBit(size - 1) << 1);
            int at = indexOf(rounded);
            Block spare = at < SIZES ? SPARE.get(at).poll() : null;
            if (spare == null) {
                Arena arena = Arena.ofShared();
                return new Block(arena, arena.allocate(rounded, ALIGNMENT));
            }
            KEPT.decrementAndGet(at);
            spare.memory.fill((byte) 0);
            return spare;
        }

        void giveBack() {
            int at = indexOf(memory.byteSize());
            if (at >= SIZES) {
                arena.close();
            } else if (KEPT.incrementAndGet(at) > KEPT_MAX) {
                KEPT.decrementAndGet(at);
                arena.close();
            } else {
                SPARE.get(at).add(this);
            }
        }

        private static int indexOf(long size) {
            return Long.numberOfTrailingZeros(size / SIZE_MIN);
        }
    }
}
