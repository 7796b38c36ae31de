package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Mapping;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.layout.CqeLayout;
import dev.ringmark.runtime.layout.FilesUpdateLayout;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A ring's fd and the mappings that belong to it, from setup to close.
final class RingMappings {

    private static final long PAGE_SIZE = 4096;

    private final Kernel kernel;
    private final List<Mapping> mappings = new ArrayList<>(3);
    private final boolean isIndex;
    private final int fd;
    private final RingMemory memory;

    private RingMappings(Kernel kernel, MemorySegment params, RingOptions options) {
        this.kernel = kernel;
        isIndex = options.has(SetupFlag.REGISTERED_FD_ONLY);
        try {
            if (options.has(SetupFlag.NO_MMAP)) {
                allocateRings(params, options);
                allocateSqes(params, options);
            }
            fd = kernel.setup(options.entries(), params);
            if (fd < 0) {
                throw new RingException("io_uring_setup(" + options.describe() + ")", fd, hint(fd));
            }
        } catch (RingException e) {
            closeMappings();
            throw e;
        }
        try {
            if (options.has(SetupFlag.NO_MMAP)) {
                MemorySegment rings = mappings.get(0).memory();
                memory = new RingMemory(params, rings, rings, mappings.get(1).memory());
            } else {
                memory = mapRings(params);
            }
            for (Mapping mapping : mappings) {
                requireDoNotFork(mapping);
            }
        } catch (RingException e) {
            close();
            throw e;
        }
    }

    /// Sets a ring up and maps it.
    ///
    /// @param params zeroed; filled by the kernel
    static RingMappings open(Kernel kernel, MemorySegment params, RingOptions options) {
        params.set(JAVA_INT, ParamsLayout.FLAGS, options.flags());
        params.set(JAVA_INT, ParamsLayout.CQ_ENTRIES, options.cqEntries());
        params.set(JAVA_INT, ParamsLayout.SQ_THREAD_CPU, options.sqThreadCpu());
        params.set(JAVA_INT, ParamsLayout.SQ_THREAD_IDLE, options.sqThreadIdleMs());
        params.set(JAVA_INT, ParamsLayout.WQ_FD, options.attachFd());
        return new RingMappings(kernel, params, options);
    }

    int fd() {
        return fd;
    }

    RingMemory memory() {
        return memory;
    }

    /// Whether the ring has no fd but only a registered index (REGISTERED_FD_ONLY, since 6.5).
    boolean isIndex() {
        return isIndex;
    }

    /// io_uring_register(2), by fd or by index.
    int register(RegisterOp operation, MemorySegment argument, int count) {
        int byIndex = RegistrationOption.REGISTER_USE_REGISTERED_RING.bits();
        return kernel.register(
                fd, isIndex ? operation.bits() | byIndex : operation.bits(), argument, count);
    }

    /// Frees a registered index of the calling thread's.
    ///
    /// @return 1 or `-errno`
    int unregisterIndex(int index) {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment update = local.allocate(FilesUpdateLayout.LAYOUT);
            update.set(JAVA_INT, FilesUpdateLayout.OFFSET, index);
            return register(RegisterOp.UNREGISTER_RING_FDS, update, 1);
        }
    }

    /// Unmaps, then closes the fd: a mapping would keep the ring alive after its fd.
    void close() {
        closeMappings();
        int result = isIndex ? unregisterIndex(fd) : kernel.close(fd);
        if (result < 0) {
            throw new RingException(
                    isIndex ? "unregister(ring index " + fd + ")" : "close(ring fd " + fd + ")",
                    result,
                    isIndex
                            ? "close it on the thread that opened it"
                            : "was the fd closed behind the ring's back?");
        }
    }

    private void closeMappings() {
        for (Mapping mapping : mappings) {
            mapping.close();
        }
        mappings.clear();
    }

    private RingMemory mapRings(MemorySegment params) {
        long sqSize = RingMemory.sqRingSize(params);
        long cqSize = RingMemory.cqRingSize(params);
        MemorySegment sqRing;
        MemorySegment cqRing;
        int features = params.get(JAVA_INT, ParamsLayout.FEATURES);
        if ((features & FeatureBit.SINGLE_MMAP.bits()) != 0) {
            sqRing = map(MmapOffset.SQ_RING, Math.max(sqSize, cqSize));
            cqRing = sqRing;
        } else {
            sqRing = map(MmapOffset.SQ_RING, sqSize);
            cqRing = map(MmapOffset.CQ_RING, cqSize);
        }
        MemorySegment sqes = map(MmapOffset.SQES, RingMemory.sqesSize(params));
        return new RingMemory(params, sqRing, cqRing, sqes);
    }

    private MemorySegment map(MmapOffset region, long size) {
        Mapping mapping = kernel.map(fd, region.value(), size);
        mappings.add(mapping);
        return mapping.memory();
    }

    /// Memory of the caller's for both rings; a size that any layout of the kernel's fits into.
    private void allocateRings(MemorySegment params, RingOptions options) {
        long sqEntries = roundUp(options.entries());
        boolean sized = options.has(SetupFlag.CQSIZE);
        long cqEntries = sized ? roundUp(options.cqEntries()) : 2 * sqEntries;
        long cqeSize = options.has(SetupFlag.CQE32) ? 2 * CqeLayout.SIZE : CqeLayout.SIZE;
        MemorySegment rings =
                allocate(PAGE_SIZE / 16 + sqEntries * Integer.BYTES + cqEntries * cqeSize);
        params.set(JAVA_LONG, ParamsLayout.CQ_OFF_USER_ADDR, rings.address());
    }

    private void allocateSqes(MemorySegment params, RingOptions options) {
        long sqeSize = options.has(SetupFlag.SQE128) ? 2 * SqeLayout.SIZE : SqeLayout.SIZE;
        MemorySegment sqes = allocate(roundUp(options.entries()) * sqeSize);
        params.set(JAVA_LONG, ParamsLayout.SQ_OFF_USER_ADDR, sqes.address());
    }

    private MemorySegment allocate(long bytes) {
        long pages = (bytes + PAGE_SIZE - 1) / PAGE_SIZE;
        Mapping mapping = kernel.allocatePages(pages * PAGE_SIZE);
        mappings.add(mapping);
        return mapping.memory();
    }

    private static long roundUp(int count) {
        return count <= 1 ? 1 : Long.highestOneBit(2L * count - 1);
    }

    private static void requireDoNotFork(Mapping mapping) {
        int result = mapping.doNotFork();
        if (result < 0) {
            throw new RingException(
                    "madvise(MADV_DONTFORK)", result, "a forked child would share the ring");
        }
    }

    private static String hint(int result) {
        if (result == Errno.ENOSYS.negative()) {
            return "this kernel has no io_uring, or a seccomp filter says so; run ringmark probe";
        }
        if (result == Errno.EPERM.negative()) {
            return "forbidden by seccomp or sysctl kernel.io_uring_disabled; run ringmark probe";
        }
        if (result == Errno.ENOMEM.negative()) {
            return "too little memory may be locked: raise ulimit -l, or ask for fewer entries";
        }
        if (result == Errno.EINVAL.negative()) {
            return "this kernel does not take these flags together, or not these sizes";
        }
        return "see io_uring_setup(2), ERRORS";
    }
}
