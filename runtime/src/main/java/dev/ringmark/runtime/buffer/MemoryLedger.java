package dev.ringmark.runtime.buffer;

import java.util.concurrent.atomic.AtomicLong;

/// How much native memory this library holds for operations, in the whole process.
///
/// Every allocation of `runtime.buffer` and `runtime.op` is entered and struck out here, so a test
/// that reads the same numbers before and after has shown that nothing leaked. Memory that was only
/// wrapped belongs to its maker and is not counted. Any thread.
public final class MemoryLedger {

    private static final AtomicLong BYTES = new AtomicLong();
    private static final AtomicLong BLOCKS = new AtomicLong();

    private MemoryLedger() {}

    /// What is held at one moment.
    ///
    /// @param blocks how many allocations
    /// @param bytes their sizes together
    public record Holdings(long blocks, long bytes) {}

    /// What is held now.
    public static Holdings now() {
        return new Holdings(BLOCKS.get(), BYTES.get());
    }

    /// Enters a block of memory.
    public static void enter(long bytes) {
        BLOCKS.incrementAndGet();
        BYTES.addAndGet(bytes);
    }

    /// Strikes a block out.
    public static void strike(long bytes) {
        BLOCKS.decrementAndGet();
        BYTES.addAndGet(-bytes);
    }
}
