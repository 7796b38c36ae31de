package dev.ringmark.runtime.net;

import dev.ringmark.runtime.buffer.Filled;
import java.lang.foreign.MemorySegment;

/// A piece of data that was received, in a buffer that is the kernel's again once this is closed.
public final class Received implements AutoCloseable {

    private final ReceiveBuffers buffers;
    private final Filled filled;

    /// The loop's thread.
    Received(ReceiveBuffers buffers, Filled filled) {
        this.buffers = buffers;
        this.filled = filled;
        buffers.addPiece();
    }

    /// The data, until it is closed.
    ///
    /// @throws IllegalStateException when it was closed
    public MemorySegment view() {
        return filled.view();
    }

    /// How many bytes there are, 1 or more.
    public int length() {
        return filled.length();
    }

    /// Gives the buffer back to the kernel.
    ///
    /// @throws IllegalStateException when that was done before
    @Override
    public void close() {
        buffers.loop.withDriver(
                _ -> {
                    filled.close();
                    buffers.leave();
                    return true;
                });
    }
}
