package dev.ringmark.chaos.workload;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/// Memory for operations, in cells that carry a pattern while nobody has them: whoever writes there
/// then is found out.
public final class Cells implements AutoCloseable {

    static final int SIZE = 64;

    private static final int COUNT = 256;
    private static final long PATTERN = 0x5afe_5afe_5afe_5afeL;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment all = arena.allocate((long) SIZE * COUNT, SIZE);
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    public Cells() {
        reset();
    }

    /// All cells are free, and carry the pattern.
    void reset() {
        free.clear();
        for (int cell = 0; cell < COUNT; cell++) {
            free.add(cell);
        }
        for (long at = 0; at < all.byteSize(); at += Long.BYTES) {
            all.set(JAVA_LONG, at, PATTERN);
        }
    }

    /// A cell that nobody has, or null.
    MemorySegment take(Watch watch) {
        int cell = free.remove();
        MemorySegment memory = all.asSlice((long) cell * SIZE, SIZE);
        check(memory, watch);
        memory.fill((byte) 0);
        return memory;
    }

    /// Gives a cell back.
    void give(MemorySegment memory) {
        for (long at = 0; at < SIZE; at += Long.BYTES) {
            memory.set(JAVA_LONG, at, PATTERN);
        }
        free.add((int) ((memory.address() - all.address()) / SIZE));
    }

    /// Whether nobody has written to free cells.
    void check(Watch watch) {
        for (int cell : free) {
            check(all.asSlice((long) cell * SIZE, SIZE), watch);
        }
    }

    private static void check(MemorySegment memory, Watch watch) {
        for (long at = 0; at < SIZE; at += Long.BYTES) {
            if (memory.get(JAVA_LONG, at) != PATTERN) {
                watch.broken(Invariant.I_04, "memory was written that had been given back");
                return;
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
