package dev.ringmark.chaos.sim;

import org.jspecify.annotations.Nullable;

/// Buffers of which the kernel chooses one when it needs one.
sealed interface BufferGroup permits ClassicBuffers, BufferRing {

    /// A buffer, or what is left of it.
    record Buffer(long address, int size, int id) {}

    /// The buffer that would be chosen now, or null. Nothing is taken yet.
    @Nullable Buffer peek();

    /// Takes the buffer that was last seen.
    ///
    /// @param used how many bytes of it were used
    /// @return the flags of the CQE that gives it to user space
    int take(int used);
}
