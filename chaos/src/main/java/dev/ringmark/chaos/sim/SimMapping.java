package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.kernel.Mapping;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.SetupFlag;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/// Memory shared with the simulated kernel.
final class SimMapping implements Mapping {

    private final MemorySegment memory;
    private final Runnable unmap;
    private boolean isClosed;

    private SimMapping(MemorySegment memory, Runnable unmap) {
        this.memory = memory;
        this.unmap = unmap;
    }

    /// Anonymous pages.
    static Mapping ofPages(SimulatedKernel kernel, long size) {
        PagePool.Block block = kernel.take(size);
        return new SimMapping(block.memory().asSlice(0, size), () -> kernel.release(block));
    }

    /// A region of a ring, which the mapping keeps alive.
    static Mapping ofRing(SimulatedKernel kernel, int fd, long offset, long size) {
        SimFile file = kernel.fds().get(fd);
        if (file == null) {
            throw refused(fd, offset, size, Errno.EBADF);
        }
        int fault = kernel.interference().map();
        if (fault != 0) {
            throw new RingException("mmap(ring)", fault, "interference");
        }
        if (!(file instanceof SimRing ring)) {
            throw refused(fd, offset, size, Errno.ENODEV);
        }
        MemorySegment memory = region(ring, offset);
        if (memory == null || size <= 0) {
            boolean elsewhere = ring.has(SetupFlag.NO_MMAP);
            throw refused(fd, offset, size, elsewhere ? Errno.ENOMEM : Errno.EINVAL);
        }
        if (size > memory.byteSize()) {
            throw refused(fd, offset, size, Errno.EINVAL);
        }
        ring.retain();
        return new SimMapping(memory.asSlice(0, size), ring::release);
    }

    @Override
    public MemorySegment memory() {
        if (isClosed) {
            throw new IllegalStateException("the mapping is closed");
        }
        return memory;
    }

    @Override
    public int doNotFork() {
        return 0;
    }

    @Override
    public void close() {
        if (isClosed) {
            throw new IllegalStateException("the mapping is closed already");
        }
        isClosed = true;
        unmap.run();
    }

    private static @Nullable MemorySegment region(SimRing ring, long offset) {
        if (offset >= MmapOffset.PBUF_RING.value()) {
            int group =
                    (int) (offset - MmapOffset.PBUF_RING.value()) >>> MmapOffset.PBUF_SHIFT.bits();
            return ring.groups().mappable(group);
        }
        if (ring.blocks().isEmpty()) {
            return null;
        }
        if (offset == MmapOffset.SQ_RING.value() || offset == MmapOffset.CQ_RING.value()) {
            return ring.blocks().get(0).memory();
        }
        return offset == MmapOffset.SQES.value() ? ring.blocks().get(1).memory() : null;
    }

    private static RingException refused(int fd, long offset, long size, Errno error) {
        return new RingException(
                "mmap(fd %d, offset 0x%x, size %d)".formatted(fd, offset, size),
                error.negative(),
                "is the fd a ring, and the region one that it has?");
    }
}
