package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.ring.FixedBuffers;
import dev.ringmark.runtime.ring.Ring;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The ring's table of registered buffers, whose pages stay pinned so that reads and writes need
/// not look them up. Confined to the driver's thread.
///
/// While they are registered the buffers cannot be closed; each is lent to one operation at a time
/// as usual. The table cannot be closed while an operation has one.
public final class BufferTable implements AutoCloseable {

    private final FixedBuffers table;
    private final List<OwnedBuffer> buffers;
    private boolean isClosed;

    private BufferTable(FixedBuffers table, List<OwnedBuffer> buffers) {
        this.table = table;
        this.buffers = buffers;
    }

    /// Registers buffers in the slots from 0 on; a ring has one table at most.
    ///
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses
    public static BufferTable register(Ring ring, OwnedBuffer... buffers) {
        Require.range("buffers: count", buffers.length, 1, 1 << 14);
        MemorySegment[] memory = new MemorySegment[buffers.length];
        for (int at = 0; at < buffers.length; at++) {
            memory[at] = buffers[at].view();
        }
        FixedBuffers table = FixedBuffers.register(ring, memory);
        for (OwnedBuffer buffer : buffers) {
            buffer.register();
        }
        return new BufferTable(table, List.of(buffers));
    }

    /// One of them, for [ReadFixed] and [WriteFixed].
    public BufferSlot slot(int index) {
        Require.range("index", index, 0, buffers.size() - 1);
        return new BufferSlot(this, index, buffers.get(index));
    }

    /// Unregisters the table.
    ///
    /// @throws IllegalStateException when an operation has one of its buffers
    @Override
    public void close() {
        require("close");
        for (OwnedBuffer buffer : buffers) {
            buffer.view(); // throws while an operation has it
        }
        isClosed = true;
        table.close();
        buffers.forEach(OwnedBuffer::unregister);
    }

    void require(String what) {
        if (isClosed) {
            throw new IllegalStateException(what + ": the table of buffers is unregistered");
        }
    }
}
