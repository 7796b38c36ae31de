package dev.ringmark.runtime.kernel;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory shared with the host's kernel is mapped, in the whole process: rings and buffer
/// rings. A test that reads the same numbers before and after has shown that nothing leaked. Any
/// thread.
public final class MappingLedger {

    private static final AtomicLong BYTES = new AtomicLong();
    private static final AtomicLong MAPPINGS = new AtomicLong();

    private MappingLedger() {}

    /// What is mapped at one moment.
    ///
    /// @param mappings how many
    /// @param bytes their sizes together
    public record Holdings(long mappings, long bytes) {}

    /// What is mapped now.
    public static Holdings now() {
        return new Holdings(MAPPINGS.get(), BYTES.get());
    }

    static void enter(long bytes) {
        MAPPINGS.incrementAndGet();
        BYTES.addAndGet(bytes);
    }

    static void strike(long bytes) {
        MAPPINGS.decrementAndGet();
        BYTES.addAndGet(-bytes);
    }
}
