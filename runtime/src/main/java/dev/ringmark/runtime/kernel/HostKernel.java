package dev.ringmark.runtime.kernel;

import dev.ringmark.runtime.ffi.Libc;
import dev.ringmark.runtime.ffi.RingCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadLocalRandom;

/// The kernel under this JVM, over FFM.
final class HostKernel implements Kernel {

    private static final int MADV_DONTFORK = 10;

    // A static of a sealed type with one loaded implementation: the JIT inlines the calls.
    private static final RingCalls CALLS = RingCalls.choose();
    private static final HostKernel INSTANCE = new HostKernel();

    private final SystemCalls systemCalls = new HostSystemCalls();

    private HostKernel() {}

    static HostKernel instance() {
        return INSTANCE;
    }

    @Override
    public String binding() {
        return CALLS.describe();
    }

    @Override
    public String release() {
        return System.getProperty("os.version"); // the JDK fills it from uname(2)
    }

    @Override
    public int setup(int entries, MemorySegment params) {
        return CALLS.setup(entries, params);
    }

    @Override
    public int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize) {
        return CALLS.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
    }

    @Override
    public int register(int fd, int operation, MemorySegment argument, int count) {
        return CALLS.register(fd, operation, argument, count);
    }

    @Override
    public Mapping map(int fd, long offset, long size) {
        long address = Libc.mapShared(fd, offset, size);
        if (address < 0) {
            throw new RingException(
                    "mmap(fd %d, offset 0x%x, size %d)".formatted(fd, offset, size),
                    (int) address,
                    "is the fd a ring, and the region one that it has?");
        }
        return new HostMapping(address, size);
    }

    @Override
    public Mapping allocatePages(long size) {
        long address = Libc.mapAnonymous(size);
        if (address < 0) {
            throw new RingException(
                    "mmap(anonymous, size %d)".formatted(size),
                    (int) address,
                    "is there that much memory left under the process's limits?");
        }
        return new HostMapping(address, size);
    }

    @Override
    public int close(int fd) {
        return Libc.close(fd);
    }

    @Override
    public SystemCalls calls() {
        return systemCalls;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long random() {
        return ThreadLocalRandom.current().nextLong();
    }

    /// Mapped memory whose arena unmaps it.
    private static final class HostMapping implements Mapping {

        private final Arena arena = Arena.ofShared();
        private final MemorySegment memory;

        HostMapping(long address, long size) {
            memory = Libc.view(address, size, arena);
            MappingLedger.enter(size);
        }

        @Override
        public MemorySegment memory() {
            return memory;
        }

        @Override
        public int doNotFork() {
            return Libc.advise(memory, memory.byteSize(), MADV_DONTFORK);
        }

        @Override
        public void close() {
            arena.close(); // throws the second time
            MappingLedger.strike(memory.byteSize());
        }
    }
}
