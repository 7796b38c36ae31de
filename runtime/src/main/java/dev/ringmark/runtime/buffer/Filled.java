package dev.ringmark.runtime.buffer;

import java.lang.foreign.MemorySegment;

/// Data that the kernel has put into a buffer of its choice, until it is closed.
public final class Filled implements AutoCloseable {

    private final BufferGroup group;
    private final int id;
    private final MemorySegment data;
    private boolean isClosed;

    Filled(BufferGroup group, int id, MemorySegment data) {
        this.group = group;
        this.id = id;
        this.data = data;
    }

    /// The data.
    ///
    /// @throws IllegalStateException when the buffer was given back
    public MemorySegment view() {
        requireOpen("view");
        return data;
    }

    /// How many bytes there are.
    public int length() {
        return (int) data.byteSize();
    }

    /// Gives the buffer back to the kernel.
    ///
    /// @throws IllegalStateException when that was done before
    @Override
    public void close() {
        requireOpen("close");
        isClosed = true;
        group.recycle(id);
    }

    private void requireOpen(String what) {
        if (isClosed) {
            throw new IllegalStateException(
                    what + ": buffer " + id + " of group " + group.group() + " was given back");
        }
    }
}
