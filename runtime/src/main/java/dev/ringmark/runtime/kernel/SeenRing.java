package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.ffi.Libc;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One ring as an onlooker at the seam knows it: how it was set up and where its memory lies.
final class SeenRing {

    private final int fd;
    private final MemorySegment params = Arena.ofAuto().allocate(ParamsLayout.LAYOUT);
    private final RingTrace trace = new RingTrace(this);
    /* A region may be mapped more than once, and any of its mappings may go first: what was mapped
     * and is still there is kept, and the newest is looked through. */
    private final Deque<MemorySegment> sqRings = new ArrayDeque<>();
    private final Deque<MemorySegment> cqRings = new ArrayDeque<>();
    private final Deque<MemorySegment> sqeArrays = new ArrayDeque<>();
    private @Nullable RingMemory memory;

    /// @param fd what setup returned
    /// @param filled the parameters as the kernel filled them
    SeenRing(int fd, MemorySegment filled) {
        this.fd = fd;
        MemorySegment.copy(filled, 0, params, 0, ParamsLayout.SIZE);
        if (has(SetupFlag.NO_MMAP)) {
            long rings = params.get(JAVA_LONG, ParamsLayout.CQ_OFF_USER_ADDR);
            sqRings.push(Libc.at(rings, RingMemory.cqRingSize(params)));
            long entries = params.get(JAVA_LONG, ParamsLayout.SQ_OFF_USER_ADDR);
            sqeArrays.push(Libc.at(entries, RingMemory.sqesSize(params)));
            findMemory();
        }
    }

    int fd() {
        return fd;
    }

    /// What a [Recording] has told of the ring.
    RingTrace trace() {
        return trace;
    }

    boolean has(SetupFlag flag) {
        return (params.get(JAVA_INT, ParamsLayout.FLAGS) & flag.bits()) != 0;
    }

    /// A field of the parameters, by its offset in [ParamsLayout].
    int parameter(long offset) {
        return params.get(JAVA_INT, offset);
    }

    /// The ring's memory, or null while it is not wholly mapped.
    synchronized @Nullable RingMemory memory() {
        return memory;
    }

    /// A region of the ring was mapped.
    synchronized void mapped(long offset, MemorySegment region) {
        if (offset == MmapOffset.SQ_RING.value()) {
            sqRings.push(region);
        } else if (offset == MmapOffset.CQ_RING.value()) {
            cqRings.push(region);
        } else if (offset == MmapOffset.SQES.value()) {
            sqeArrays.push(region);
        }
        findMemory();
    }

    /// A region of the ring is about to be unmapped.
    synchronized void unmapping(MemorySegment region) {
        sqRings.remove(region);
        cqRings.remove(region);
        sqeArrays.remove(region);
        findMemory();
    }

    /// The ring got another size; its old regions are stale, and its flags stay what they were.
    synchronized void resized(MemorySegment filled) {
        int flags = params.get(JAVA_INT, ParamsLayout.FLAGS);
        MemorySegment.copy(filled, 0, params, 0, ParamsLayout.SIZE);
        params.set(JAVA_INT, ParamsLayout.FLAGS, flags);
        sqRings.clear();
        cqRings.clear();
        sqeArrays.clear();
        memory = null;
    }

    /// A region smaller than the ring shows only part of it: such a ring is left alone.
    private void findMemory() {
        MemorySegment sqRing = sqRings.peek();
        MemorySegment cq = cqRings.isEmpty() ? sqRing : cqRings.peek();
        MemorySegment sqes = sqeArrays.peek();
        memory = null;
        if (sqRing != null
                && cq != null
                && sqes != null
                && sqRing.byteSize() >= RingMemory.sqRingSize(params)
                && cq.byteSize() >= RingMemory.cqRingSize(params)
                && sqes.byteSize() >= RingMemory.sqesSize(params)) {
            memory = new RingMemory(params, sqRing, cq, sqes);
        }
    }
}
