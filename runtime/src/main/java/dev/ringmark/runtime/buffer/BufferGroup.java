package dev.ringmark.runtime.buffer;

import dev.ringmark.runtime.ring.BufferRing;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.CqeFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Buffers of one size that the kernel chooses from by itself when data is there, and that come
/// back one by one (a buffer ring, since 5.19).
///
/// With incremental consumption (since 6.12) a buffer is filled piece by piece and is the kernel's
/// until it is full; without, each completion has a buffer of its own. Confined to the driver's
/// thread.
public final class BufferGroup implements AutoCloseable {

    private final @Nullable BufferRing ring;
    private final int group;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final int count;
    private final int size;
    private final int[] filled;
    private final int[] pieces;
    private final boolean[] isKernels;
    private final boolean[] isSetAside;

    /// Which buffer lies where in the ring, and the reverse: an answer that fills several goes on
    /// with the next ones.
    private final int[] order;

    private final int[] place;
    private int added;
    private int free;

    private BufferGroup(@Nullable BufferRing ring, int group, int count, int size) {
        this.ring = ring;
        this.group = group;
        this.count = count;
        this.size = size;
        memory = arena.allocate((long) count * size, 4096);
        MemoryLedger.enter(memory.byteSize());
        filled = new int[count];
        pieces = new int[count];
        isKernels = new boolean[count];
        isSetAside = new boolean[count];
        order = new int[count];
        place = new int[count];
        for (int id = 0; id < count; id++) {
            provide(id);
        }
    }

    /// Makes a group, all of whose buffers are the kernel's to fill.
    ///
    /// @param group its number, 0 to 65535
    /// @param count how many buffers, a power of two up to 32768
    /// @param size of each, in bytes, 1 or more
    /// @param flags INC for incremental consumption
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses
    public static BufferGroup register(
            Ring ring, int group, int count, int size, BufferRingFlag... flags) {
        requireSize(size);
        return new BufferGroup(BufferRing.register(ring, group, count, flags), group, count, size);
    }

    /// A group the kernel knows nothing of: each operation gets one of its buffers set aside.
    ///
    /// @param count how many buffers, 1 or more
    /// @param size of each, in bytes, 1 or more
    static BufferGroup withoutRing(int group, int count, int size) {
        requireSize(size);
        return new BufferGroup(null, group, count, size);
    }

    private static void requireSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + ", expected 1 or more");
        }
    }

    /// Whether the kernel chooses its buffers.
    public boolean isRing() {
        return ring != null;
    }

    /// Takes a buffer for one operation, in a group without a ring.
    ///
    /// @return its id, or -1 when none is free
    public int setAside() {
        for (int id = 0; id < count; id++) {
            if (isKernels[id] && !isSetAside[id]) {
                isSetAside[id] = true;
                free--;
                return id;
            }
        }
        return -1;
    }

    /// The operation has not used it.
    public void putBack(int id) {
        isSetAside[id] = false;
        free++;
    }

    /// Where a buffer is.
    public long addressOf(int id) {
        return memory.address() + (long) id * size;
    }

    /// How large each buffer is.
    public int bufferSize() {
        return size;
    }

    /// The number that operations name.
    public int group() {
        return group;
    }

    /// How many buffers the kernel can still fill, or is filling.
    public int free() {
        return free;
    }

    /// Whether half of the buffers are free when one is taken.
    public boolean isHalfFree() {
        return (free - 1) * 2 >= count;
    }

    /// The data of one completion.
    ///
    /// @param result the CQE's result, the number of bytes
    /// @param flags the CQE's flags, with a buffer's id
    public Filled take(int result, int flags) {
        if ((flags & CqeFlag.BUFFER.bits()) == 0) {
            throw new IllegalArgumentException("flags: " + flags + ", expected a buffer's id");
        }
        int id = flags >>> CqeFlag.BUFFER_SHIFT.bits();
        if (id >= count || !isKernels[id] || result > size - filled[id]) {
            throw new IllegalStateException(
                    "buffer " + id + " of group " + group() + " is not the kernel's to fill");
        }
        long start = (long) id * size + filled[id];
        filled[id] += result;
        pieces[id]++;
        if ((flags & CqeFlag.BUF_MORE.bits()) == 0) {
            isKernels[id] = false;
            free -= isSetAside[id] ? 0 : 1;
            isSetAside[id] = false;
        }
        return new Filled(this, id, memory.asSlice(start, result));
    }

    /// The data of one completion that may have filled several buffers, one after the other as they
    /// lie in the ring (a bundle).
    ///
    /// @param result the CQE's result, the number of bytes
    /// @param flags the CQE's flags, with the first buffer's id
    public List<Filled> takeAll(int result, int flags) {
        List<Filled> pieces = new ArrayList<>();
        int id = flags >>> CqeFlag.BUFFER_SHIFT.bits();
        int left = result;
        while (left > 0) {
            int length = Math.min(left, size);
            pieces.add(take(length, id << CqeFlag.BUFFER_SHIFT.bits() | CqeFlag.BUFFER.bits()));
            left -= length;
            id = order[(place[id] + 1) % count];
        }
        return pieces;
    }

    /// One piece of a buffer was used up; the buffer is the kernel's again after the last.
    void recycle(int id) {
        pieces[id]--;
        if (pieces[id] == 0 && !isKernels[id]) {
            provide(id);
        }
    }

    private void provide(int id) {
        filled[id] = 0;
        isKernels[id] = true;
        free++;
        if (ring != null) {
            place[id] = added % count;
            order[place[id]] = id;
            added = (added + 1) % count;
            ring.add(addressOf(id), size, id);
            ring.publish();
        }
    }

    /// Unregisters the group and frees its buffers. No operation that names it may be under way.
    ///
    /// @throws IllegalStateException when a completion's data is still in use
    @Override
    public void close() {
        for (int id = 0; id < count; id++) {
            if (pieces[id] > 0) {
                throw new IllegalStateException(
                        "close: buffer " + id + " of group " + group() + " is in use");
            }
        }
        if (ring != null) {
            ring.close();
        }
        MemoryLedger.strike(memory.byteSize());
        arena.close();
    }
}
