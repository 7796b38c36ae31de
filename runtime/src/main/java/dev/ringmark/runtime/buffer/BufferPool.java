package dev.ringmark.runtime.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Buffers that are used again and again: bounded, in classes of size, for all threads.
///
/// A request gets a buffer of the smallest class that it fits into. Memory is allocated when it is
/// first needed, never given back before [#close], and never more than the bound: then a request
/// gets nothing ([#tryAcquire]) or an exception ([#acquire]), at once. Each handle is new, so one
/// that was closed can never reach the memory of the next.
public final class BufferPool implements AutoCloseable {

    /// What there is of one class of size.
    ///
    /// @param size of each buffer, in bytes
    /// @param used how many are out
    /// @param free how many wait
    public record Level(long size, int used, int free) {}

    /// How new memory is allocated: runs what does it.
    interface Allocator {
        void run(Runnable allocation);
    }

    /// The buffers of one size.
    private static final class SizeClass {
        final long size;
        final Deque<MemorySegment> free = new ArrayDeque<>();
        int used;

        SizeClass(long size) {
            this.size = size;
        }
    }

    /// A handle on one piece of the pool's memory.
    private static final class PooledBuffer extends OwnedBuffer {

        private final BufferPool pool;
        private final SizeClass sizeClass;
        private final Leaks.@Nullable Watch watch;

        PooledBuffer(BufferPool pool, SizeClass sizeClass, MemorySegment memory) {
            super(memory, null);
            this.pool = pool;
            this.sizeClass = sizeClass;
            watch = Leaks.watch(this, () -> pool.putBack(sizeClass, memory));
        }

        @Override
        void freed() {
            if (watch != null) {
                watch.close();
            }
            pool.putBack(sizeClass, current());
        }
    }

    private static final long ALIGNMENT = 4096;

    private final long bytesMax;
    private final Arena arena = Arena.ofShared();
    private final TreeMap<Long, SizeClass> classes = new TreeMap<>();
    private final Allocator allocator;
    private long bytes;
    private boolean isClosed;

    /// A pool; its buffers begin at addresses that are multiples of 4096 or of their size.
    ///
    /// @param bytesMax how much memory at most, 1 or more
    /// @param sizes the classes, in bytes; 1 to [OwnedBuffer#SIZE_MAX] each
    public BufferPool(long bytesMax, long... sizes) {
        this(Runnable::run, bytesMax, sizes);
    }

    BufferPool(Allocator allocator, long bytesMax, long... sizes) {
        this.allocator = allocator;
        if (bytesMax < 1) {
            throw new IllegalArgumentException("bytesMax: " + bytesMax + ", expected 1 or more");
        }
        for (long size : sizes) {
            if (size < 1 || size > OwnedBuffer.SIZE_MAX) {
                throw new IllegalArgumentException(
                        "sizes: " + size + ", expected 1.." + OwnedBuffer.SIZE_MAX);
            }
            classes.put(size, new SizeClass(size));
        }
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("sizes: none, expected one or more");
        }
        this.bytesMax = bytesMax;
    }

    /// A buffer, or null when the pool has none left and may not grow.
    ///
    /// @param size how many bytes it has to have at least
    public @Nullable OwnedBuffer tryAcquire(long size) {
        SizeClass sizeClass = classFor(size);
        MemorySegment memory;
        synchronized (this) {
            requireOpen();
            memory = sizeClass.free.poll();
            if (memory == null) {
                if (sizeClass.size > bytesMax - bytes) {
                    return null;
                }
                bytes += sizeClass.size;
                memory = allocate(sizeClass.size);
                MemoryLedger.enter(sizeClass.size);
            }
            sizeClass.used++;
        }
        return new PooledBuffer(this, sizeClass, memory);
    }

    /// A buffer.
    ///
    /// @throws IllegalStateException when the pool has none left and may not grow
    public OwnedBuffer acquire(long size) {
        OwnedBuffer buffer = tryAcquire(size);
        if (buffer == null) {
            throw new IllegalStateException(
                    "acquire: " + size + " bytes, the pool's " + bytesMax + " are in use");
        }
        return buffer;
    }

    /// What there is, by size.
    public synchronized Map<Long, Level> levels() {
        Map<Long, Level> levels = new TreeMap<>();
        for (SizeClass each : classes.values()) {
            levels.put(each.size, new Level(each.size, each.used, each.free.size()));
        }
        return levels;
    }

    /// Frees the memory.
    ///
    /// @throws IllegalStateException when a buffer is out: it would be left without memory
    @Override
    public synchronized void close() {
        requireAllBack();
        isClosed = true;
        for (SizeClass each : classes.values()) {
            each.free.forEach(memory -> MemoryLedger.strike(each.size));
        }
        arena.close();
    }

    /// @throws IllegalStateException when it is closed, or a buffer is out
    synchronized void requireAllBack() {
        requireOpen();
        int used = classes.values().stream().mapToInt(each -> each.used).sum();
        if (used > 0) {
            throw new IllegalStateException("close: " + used + " buffers of the pool are in use");
        }
    }

    /// Zeroed, and so touched by the thread that asked.
    private MemorySegment allocate(long size) {
        MemorySegment[] memory = new MemorySegment[1];
        allocator.run(
                () -> memory[0] = arena.allocate(size, Math.min(ALIGNMENT, pow2(size))));
        return memory[0];
    }

    private synchronized void putBack(SizeClass sizeClass, MemorySegment memory) {
        sizeClass.used--;
        sizeClass.free.push(memory);
    }

    private SizeClass classFor(long size) {
        Map.Entry<Long, SizeClass> entry = classes.ceilingEntry(size);
        if (size < 1 || entry == null) {
            throw new IllegalArgumentException(
                    "size: " + size + ", expected 1.." + classes.lastKey());
        }
        return entry.getValue();
    }

    private static long pow2(long size) {
        return Long.lowestOneBit(size);
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the pool is closed");
        }
    }
}
