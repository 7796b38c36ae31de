package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.BufferLayout;
import dev.ringmark.runtime.uapi.CqeFlag;

import org.jspecify.annotations.Nullable;

/// Buffers in a ring that user space fills and the kernel empties (IORING_REGISTER_PBUF_RING).
final class BufferRing implements BufferGroup {

    static final long ENTRY_SIZE = BufferLayout.SIZE;

    private static final int INDEX_MASK = 0xffff;

    private final long address;
    private final int entries;
    private final boolean isIncremental;
    private int head;

    /// @param isIncremental whether a buffer is used up bit by bit (INC, since 6.12)
    BufferRing(long address, int entries, boolean isIncremental) {
        this.address = address;
        this.entries = entries;
        this.isIncremental = isIncremental;
    }

    /// The kernel's head, 16 bits.
    int head() {
        return head;
    }

    /// How many buffers lie in it.
    int left() {
        int tail = UserMemory.getShort(address + BufferLayout.RESV) & INDEX_MASK;
        return tail - head & INDEX_MASK;
    }

    @Override
    public @Nullable Buffer peek() {
        int tail = UserMemory.getShort(address + BufferLayout.RESV) & INDEX_MASK;
        if (tail == head) {
            return null;
        }
        long entry = entry();
        return new Buffer(
                UserMemory.getLong(entry + BufferLayout.ADDR),
                UserMemory.getInt(entry + BufferLayout.LEN),
                UserMemory.getShort(entry + BufferLayout.BID) & INDEX_MASK);
    }

    @Override
    public int take(int used) {
        long entry = entry();
        int id = UserMemory.getShort(entry + BufferLayout.BID) & INDEX_MASK;
        int left = UserMemory.getInt(entry + BufferLayout.LEN) - used;
        if (isIncremental && left > 0) {
            long start = UserMemory.getLong(entry + BufferLayout.ADDR);
            UserMemory.setLong(entry + BufferLayout.ADDR, start + used);
            UserMemory.setInt(entry + BufferLayout.LEN, left);
            return SimRing.bufferFlags(id) | CqeFlag.BUF_MORE.bits();
        }
        head = head + 1 & INDEX_MASK;
        return SimRing.bufferFlags(id);
    }

    private long entry() {
        return address + (head & (entries - 1)) * ENTRY_SIZE;
    }
}
