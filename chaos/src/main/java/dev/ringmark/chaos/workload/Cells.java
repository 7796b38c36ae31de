package dev.ringmark.chaos.workload;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory for operations, in cells that carry a pattern while nobody has them: whoever writes there
/// then is found out.
public final class Cells implements AutoCloseable {

    static final int SIZE = 64;

    private static final int COUNT = 256;
    private static final long PATTERN = 0x5afe_5afe_5afe_5afeL;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment all = arena.allocate((long) SIZE * COUNT, SIZE);

    /// What all of them look like while all are free.
    private final MemorySegment untouched = arena.allocate((long) SIZE * COUNT, SIZE);

    private final MemorySegment[] cells = new MemorySegment[COUNT];

    /// The free ones in the order they are given out: a ring that is full when all are free.
    private final int[] free = new int[COUNT];

    private final boolean[] isTaken = new boolean[COUNT];
    private int head;
    private int freeCount;

    public Cells() {
        for (long at = 0; at < untouched.byteSize(); at += Long.BYTES) {
            untouched.set(JAVA_LONG, at, PATTERN);
        }
        for (int cell = 0; cell < COUNT; cell++) {
            cells[cell] = all.asSlice((long) cell * SIZE, SIZE);
        }
        reset();
    }

    /// All cells are free, and carry the pattern.
    void reset() {
        for (int cell = 0; cell < COUNT; cell++) {
            free[cell] = cell;
            isTaken[cell] = false;
        }
        head = 0;
        freeCount = COUNT;
        all.copyFrom(untouched);
    }

    /// A cell that nobody has.
    MemorySegment take(Watch watch) {
        if (freeCount == 0) {
            throw new IllegalStateException("all " + COUNT + " cells are taken");
        }
        int cell = free[head];
        head = (head + 1) % COUNT;
        freeCount--;
        isTaken[cell] = true;
        check(cell, watch);
        return cells[cell].fill((byte) 0);
    }

    /// Gives a cell back.
    void give(MemorySegment memory) {
        int cell = (int) ((memory.address() - all.address()) / SIZE);
        if (!isTaken[cell]) {
            throw new IllegalStateException("cell " + cell + " is free already");
        }
        isTaken[cell] = false;
        memory.copyFrom(untouched.asSlice(0, SIZE));
        free[(head + freeCount++) % COUNT] = cell;
    }

    /// Whether nobody has written to free cells.
    void check(Watch watch) {
        if (all.mismatch(untouched) < 0) {
            return;
        }
        for (int cell = 0; cell < COUNT; cell++) {
            if (!isTaken[cell]) {
                check(cell, watch);
            }
        }
    }

    private void check(int cell, Watch watch) {
        for (long at = 0; at < SIZE; at += Long.BYTES) {
            if (cells[cell].get(JAVA_LONG, at) != PATTERN) {
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
