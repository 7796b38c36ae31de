package dev.ringmark.chaos.sim;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Native pages that simulated kernels map, kept for the next one: a campaign makes thousands of
/// kernels a second and zeroes what they used instead of asking the host for it.
///
/// Every page it ever gave out stays allocated until the pool is closed. So a request that is still
/// in flight when its memory was unmapped is found out ([#isReleased]) and ends nobody. Confined to
/// one kernel at a time.
public final class PagePool implements AutoCloseable {

    private static final long PAGE_SIZE = 4096;

    private final Arena arena = Arena.ofShared();
    private final Map<Long, ArrayDeque<Block>> free = new HashMap<>();
    private final TreeMap<Long, Block> byAddress = new TreeMap<>();

    /// Pages in a row.
    static final class Block {
        private final MemorySegment memory;
        private boolean isMapped = true;

        private Block(MemorySegment memory) {
            this.memory = memory;
        }

        MemorySegment memory() {
            return memory;
        }
    }

    /// Zeroed pages, at least so many bytes.
    Block take(long size) {
        long pages = Math.max(1, (size + PAGE_SIZE - 1) / PAGE_SIZE);
        long rounded = pages == 1 ? 1 : Long.highestOneBit(2 * pages - 1);
        ArrayDeque<Block> kept = free.get(rounded);
        if (kept != null && !kept.isEmpty()) {
            Block block = kept.pop();
            block.memory.fill((byte) 0);
            block.isMapped = true;
            return block;
        }
        Block block = new Block(arena.allocate(rounded * PAGE_SIZE, PAGE_SIZE));
        byAddress.put(block.memory.address(), block);
        return block;
    }

    /// Takes pages back.
    void give(Block block) {
        if (!block.isMapped) {
            throw new IllegalStateException("the mapping is closed already");
        }
        block.isMapped = false;
        free.computeIfAbsent(block.memory.byteSize() / PAGE_SIZE, _ -> new ArrayDeque<>())
                .push(block);
    }

    /// Whether an address lies in pages that were unmapped.
    boolean isReleased(long address) {
        Map.Entry<Long, Block> below = byAddress.floorEntry(address);
        return below != null
                && address < below.getKey() + below.getValue().memory.byteSize()
                && !below.getValue().isMapped;
    }

    /// How many bytes the pool holds, mapped or not.
    public long size() {
        return byAddress.values().stream().mapToLong(block -> block.memory.byteSize()).sum();
    }

    @Override
    public void close() {
        arena.close();
    }
}
