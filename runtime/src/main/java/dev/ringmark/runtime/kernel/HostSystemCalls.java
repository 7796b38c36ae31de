package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.ffi.Libc;
import dev.ringmark.runtime.ffi.LibcFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The plain system calls of the host.
final class HostSystemCalls implements SystemCalls {

    private static final long CPU_SET_SIZE = 128;
    private static final long POLLFD_SIZE = 8;
    private static final long POLLFD_EVENTS = 4;
    private static final long POLLFD_REVENTS = 6;
    private static final int CAPABILITY_VERSION = 0x20080522;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final FileCalls files = new HostFileCalls();
    private final ProcessCalls processes = new HostProcessCalls();

    @Override
    public FileCalls files() {
        return files;
    }

    @Override
    public ProcessCalls processes() {
        return processes;
    }

    @Override
    public int read(int fd, MemorySegment into) {
        return Libc.read(fd, into, into.byteSize());
    }

    @Override
    public int write(int fd, MemorySegment from) {
        return Libc.write(fd, from, from.byteSize());
    }

    @Override
    public int close(int fd) {
        return Libc.close(fd);
    }

    @Override
    public int duplicate(int fd) {
        return Libc.duplicate(fd);
    }

    @Override
    public int open(String path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return Libc.open(arena.allocateFrom(path), flags, mode);
        }
    }

    @Override
    public int memoryFile(String name, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return Libc.memoryFile(arena.allocateFrom(name), flags);
        }
    }

    @Override
    public int truncate(int fd, long size) {
        return Libc.truncate(fd, size);
    }

    @Override
    public int pipe(int[] ends, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(JAVA_INT, 2);
            return copyPair(Libc.pipe(pair, flags), pair, ends);
        }
    }

    @Override
    public int socketPair(int domain, int type, int protocol, int[] ends) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(JAVA_INT, 2);
            return copyPair(Libc.socketPair(domain, type, protocol, pair), pair, ends);
        }
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return Libc.socket(domain, type, protocol);
    }

    @Override
    public int bind(int fd, MemorySegment address) {
        return Libc.bind(fd, address, Math.toIntExact(address.byteSize()));
    }

    @Override
    public int listen(int fd, int backlog) {
        return Libc.listen(fd, backlog);
    }

    @Override
    public int socketName(int fd, MemorySegment address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
            int result = Libc.socketName(fd, address, size);
            return result < 0 ? result : size.get(JAVA_INT, 0);
        }
    }

    @Override
    public int peerName(int fd, MemorySegment address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
            int result = Libc.peerName(fd, address, size);
            return result < 0 ? result : size.get(JAVA_INT, 0);
        }
    }

    @Override
    public int setSocketOption(int fd, int level, int name, MemorySegment value) {
        return Libc.setSocketOption(fd, level, name, value);
    }

    @Override
    public int socketOption(int fd, int level, int name, MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            int result = Libc.socketOption(fd, level, name, value, size);
            return result < 0 ? result : size.get(JAVA_INT, 0);
        }
    }

    @Override
    public int connect(int fd, MemorySegment address) {
        return Libc.connect(fd, address, Math.toIntExact(address.byteSize()));
    }

    @Override
    public int shutdown(int fd, int how) {
        return Libc.shutdown(fd, how);
    }

    @Override
    public int eventFd(int initial, int flags) {
        return Libc.eventFd(initial, flags);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return Libc.fcntl(fd, command, argument);
    }

    @Override
    public int poll(int fd, int events, int timeoutMs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pollFd = arena.allocate(POLLFD_SIZE, Integer.BYTES);
            pollFd.set(JAVA_INT, 0, fd);
            pollFd.set(JAVA_SHORT, POLLFD_EVENTS, (short) events);
            int result = Libc.poll(pollFd, 1, timeoutMs);
            return result <= 0 ? result : pollFd.get(JAVA_SHORT, POLLFD_REVENTS) & 0xffff;
        }
    }

    @Override
    public long clock(int clockId) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(JAVA_LONG, 2);
            int result = Libc.clock(clockId, time);
            return result < 0
                    ? result
                    : time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, Long.BYTES);
        }
    }

    @Override
    public int unshare(int flags) {
        return Libc.unshare(flags);
    }

    @Override
    public int setCapabilities(long effective, long permitted, long inheritable) {
        try (Arena arena = Arena.ofConfined()) {
            // The version for 64 bits (3), and pid 0: this thread.
            MemorySegment header = arena.allocateFrom(JAVA_INT, CAPABILITY_VERSION, 0);
            // The lower 32 bits of each set, then the upper.
            MemorySegment data =
                    arena.allocateFrom(
                            JAVA_INT,
                            (int) effective,
                            (int) permitted,
                            (int) inheritable,
                            (int) (effective >>> Integer.SIZE),
                            (int) (permitted >>> Integer.SIZE),
                            (int) (inheritable >>> Integer.SIZE));
            return Libc.setCapabilities(header, data);
        }
    }

    @Override
    public int limit(int resource, long soft, long[] before) {
        try (Arena arena = Arena.ofConfined()) {
            // struct rlimit: the soft value, then the hard one.
            MemorySegment values = arena.allocate(JAVA_LONG, 2);
            int result = Libc.limit(resource, MemorySegment.NULL, values);
            if (result < 0) {
                return result;
            }
            before[0] = values.get(JAVA_LONG, 0);
            values.set(JAVA_LONG, 0, soft);
            return Libc.limit(resource, values, MemorySegment.NULL);
        }
    }

    @Override
    public int threadId() {
        return Libc.threadId();
    }

    @Override
    public int bindThread(int cpu) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate(CPU_SET_SIZE, Long.BYTES);
            set.setAtIndex(JAVA_LONG, cpu / Long.SIZE, 1L << cpu);
            return LibcFunction.SCHED_SETAFFINITY.call(0, CPU_SET_SIZE, set.address());
        }
    }

    @Override
    public int signalThread(int threadId, int signal) {
        int processId = Math.toIntExact(ProcessHandle.current().pid());
        return Libc.signalThread(processId, threadId, signal);
    }

    private static int copyPair(int result, MemorySegment pair, int[] ends) {
        if (result == 0) {
            ends[0] = pair.getAtIndex(JAVA_INT, 0);
            ends[1] = pair.getAtIndex(JAVA_INT, 1);
        }
        return result;
    }
}
