package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;

/// A registered buffer, by its slot in a [BufferTable].
public final class BufferSlot {

    private final BufferTable table;
    private final int index;
    private final OwnedBuffer buffer;

    BufferSlot(BufferTable table, int index, OwnedBuffer buffer) {
        this.table = table;
        this.index = index;
        this.buffer = buffer;
    }

    /// The buffer itself.
    public OwnedBuffer buffer() {
        return buffer;
    }

    /// The slot.
    ///
    /// @throws IllegalStateException when the table is unregistered
    int number() {
        table.require("use buffer slot " + index);
        return index;
    }

    @Override
    public String toString() {
        return "buffer slot " + index;
    }
}
