package dev.ringmark.chaos.sim;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Buffers provided one by one (IORING_OP_PROVIDE_BUFFERS).
final class ClassicBuffers implements BufferGroup {

    private final ArrayDeque<Buffer> buffers = new ArrayDeque<>();

    boolean isEmpty() {
        return buffers.isEmpty();
    }

    void add(long address, int size, int id) {
        buffers.add(new Buffer(address, size, id));
    }

    /// Removes buffers.
    ///
    /// @return how many there were, no more than asked for
    int remove(int most) {
        int removed = 0;
        while (removed < most && !buffers.isEmpty()) {
            buffers.remove();
            removed++;
        }
        return removed;
    }

    @Override
    public @Nullable Buffer peek() {
        return buffers.peek();
    }

    @Override
    public int take(int used) {
        return SimRing.bufferFlags(buffers.remove().id());
    }
}
