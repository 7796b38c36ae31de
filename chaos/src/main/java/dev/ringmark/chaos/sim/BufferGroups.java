package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.BufferRegistrationLayout;
import dev.ringmark.runtime.layout.BufferStatusLayout;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A ring's groups of provided buffers, classic and in rings.
final class BufferGroups {

    private static final int ENTRIES_MAX = 32_768;
    private static final long PAGE_MASK = 4095;

    private final SimulatedKernel kernel;
    private final Map<Integer, BufferGroup> groups = new HashMap<>();
    private final Map<Integer, PagePool.Block> own = new HashMap<>();

    BufferGroups(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    @Nullable BufferGroup get(int group) {
        return groups.get(group);
    }

    /// The group of classic buffers, made when there is none; null where a ring is in its place.
    @Nullable ClassicBuffers classic(int group) {
        return groups.computeIfAbsent(group, _ -> new ClassicBuffers())
                        instanceof ClassicBuffers found
                ? found
                : null;
    }

    /// The memory of a buffer ring that the kernel allocated, or null.
    @Nullable MemorySegment mappable(int group) {
        PagePool.Block block = own.get(group);
        return block == null ? null : block.memory();
    }

    /// IORING_REGISTER_PBUF_RING.
    int register(long argument, int count) {
        if (count != 1) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(argument, BufferRegistrationLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        long address = UserMemory.getLong(argument + BufferRegistrationLayout.RING_ADDR);
        int entries = UserMemory.getInt(argument + BufferRegistrationLayout.RING_ENTRIES);
        int group = UserMemory.getShort(argument + BufferRegistrationLayout.BGID) & 0xffff;
        int flags = UserMemory.getShort(argument + BufferRegistrationLayout.FLAGS) & 0xffff;
        boolean maps = (flags & BufferRingFlag.MMAP.bits()) != 0;
        boolean increments = (flags & BufferRingFlag.INC.bits()) != 0;
        int known = BufferRingFlag.MMAP.bits() | BufferRingFlag.INC.bits();
        int least = UserMemory.getInt(argument + BufferRegistrationLayout.MIN_LEFT);
        long reserved = argument + BufferRegistrationLayout.MIN_LEFT + Integer.BYTES;
        boolean isPower = entries > 0 && Integer.bitCount(entries) == 1;
        if ((flags & ~known) != 0
                || !isPower
                || entries > ENTRIES_MAX
                || (least != 0 && !increments)
                || !UserMemory.isZero(reserved, argument + BufferRegistrationLayout.SIZE - reserved)
                || (!maps && (address & PAGE_MASK) != 0)) {
            return Errno.EINVAL.negative();
        }
        BufferGroup before = groups.get(group);
        if (before != null && !(before instanceof ClassicBuffers old && old.isEmpty())) {
            return Errno.EEXIST.negative();
        }
        long size = entries * BufferRing.ENTRY_SIZE;
        if (maps) {
            PagePool.Block block = kernel.take(size);
            own.put(group, block);
            address = block.memory().address();
        } else if (!kernel.isMapped(address, size)) {
            return Errno.EFAULT.negative();
        }
        groups.put(group, new BufferRing(address, entries, increments));
        return 0;
    }

    /// IORING_UNREGISTER_PBUF_RING.
    int unregister(long argument, int count) {
        if (count != 1) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(argument, BufferRegistrationLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        int group = UserMemory.getShort(argument + BufferRegistrationLayout.BGID) & 0xffff;
        BufferGroup found = groups.get(group);
        if (found == null) {
            return Errno.ENOENT.negative();
        }
        if (!(found instanceof BufferRing)) {
            return Errno.EINVAL.negative();
        }
        groups.remove(group);
        PagePool.Block block = own.remove(group);
        if (block != null) {
            kernel.release(block);
        }
        return 0;
    }

    /// IORING_REGISTER_PBUF_STATUS.
    int status(long argument, int count) {
        if (count != 1) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(argument, BufferStatusLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        BufferGroup found = groups.get(UserMemory.getInt(argument + BufferStatusLayout.BUF_GROUP));
        if (found == null) {
            return Errno.ENOENT.negative();
        }
        if (!(found instanceof BufferRing ring)) {
            return Errno.EINVAL.negative();
        }
        UserMemory.setInt(argument + BufferStatusLayout.HEAD, ring.head());
        return 0;
    }
}
