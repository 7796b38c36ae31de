package dev.ringmark.runtime.kernel;

import java.lang.foreign.MemorySegment;

/// Memory shared with the kernel, owned by whoever holds this.
///
/// Closing unmaps it; [#memory()] may not be used afterwards, and fails if it is. Close it before
/// the ring fd, and only when no operation of the ring is in flight: a mapping keeps a ring alive
/// after its fd is closed (measured on 6.18).
public interface Mapping extends AutoCloseable {

    /// The mapped memory; shared between threads.
    MemorySegment memory();

    /// Tells the kernel that a forked child gets no copy: madvise(2) MADV_DONTFORK.
    ///
    /// A child that enters an inherited ring moves the parent's indices under its feet.
    ///
    /// @return 0 or `-errno`
    int doNotFork();

    /// Unmaps. Closing twice is an error of the owner and throws.
    @Override
    void close();
}
