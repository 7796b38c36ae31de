package dev.ringmark.runtime.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The plain system calls of libc that this project uses; each returns `-errno` on failure.
@SuppressWarnings("restricted")
public final class Libc {

    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final int MAP_PRIVATE_ANONYMOUS_POPULATE = 0x8022;

    /* Five shapes of call for all functions: see Downcalls. A C function that returns an int leaves
     * the upper half of the register as it was, so its result is an int here, too. */

    private static final MethodHandle READ = Downcalls.pointerSecond("read");
    private static final MethodHandle WRITE = Downcalls.pointerSecond("write");
    private static final MethodHandle CLOSE = Downcalls.numbers("close");
    private static final MethodHandle DUPLICATE = Downcalls.numbers("dup");
    private static final MethodHandle OPEN = Downcalls.pointerFirst("open");
    private static final MethodHandle MEMORY_FILE = Downcalls.pointerFirst("memfd_create");
    private static final MethodHandle TRUNCATE = Downcalls.numbers("ftruncate");
    private static final MethodHandle PIPE = Downcalls.pointerFirst("pipe2");
    private static final MethodHandle SOCKET_PAIR = Downcalls.pointers("socketpair");
    private static final MethodHandle SOCKET = Downcalls.numbers("socket");
    private static final MethodHandle BIND = Downcalls.pointerSecond("bind");
    private static final MethodHandle LISTEN = Downcalls.numbers("listen");
    private static final MethodHandle SOCKET_NAME = Downcalls.pointers("getsockname");
    private static final MethodHandle PEER_NAME = Downcalls.pointers("getpeername");
    private static final MethodHandle SET_SOCKET_OPTION = Downcalls.sixNumbers("setsockopt");
    private static final MethodHandle SOCKET_OPTION = Downcalls.sixNumbers("getsockopt");
    private static final MethodHandle CONNECT = Downcalls.pointerSecond("connect");
    private static final MethodHandle SHUTDOWN = Downcalls.numbers("shutdown");
    private static final MethodHandle EVENT_FD = Downcalls.numbers("eventfd");
    private static final MethodHandle FCNTL = Downcalls.numbers("fcntl");
    private static final MethodHandle POLL = Downcalls.pointerFirst("poll");
    private static final MethodHandle CLOCK = Downcalls.pointerSecond("clock_gettime");
    private static final MethodHandle UNSHARE = Downcalls.numbers("unshare");
    private static final MethodHandle SET_CAPABILITIES = Downcalls.pointers("capset");
    private static final MethodHandle LIMIT = Downcalls.pointers("prlimit");
    private static final MethodHandle THREAD_ID = Downcalls.numbers("gettid");
    private static final MethodHandle SIGNAL_THREAD = Downcalls.numbers("tgkill");
    private static final MethodHandle UNMAP = Downcalls.pointerFirst("munmap");
    private static final MethodHandle ADVISE = Downcalls.pointerFirst("madvise");
    private static final MethodHandle MAP = Downcalls.sixNumbers("mmap");

    private Libc() {}

    /// read(2).
    public static int read(int fd, MemorySegment into, long size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) READ.invokeExact(capture, (long) fd, into, size);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("read", thrown);
        }
    }

    /// write(2).
    public static int write(int fd, MemorySegment from, long size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) WRITE.invokeExact(capture, (long) fd, from, size);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("write", thrown);
        }
    }

    /// close(2).
    public static int close(int fd) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) CLOSE.invokeExact(capture, (long) fd, 0L, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("close", thrown);
        }
    }

    /// dup(2).
    public static int duplicate(int fd) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) DUPLICATE.invokeExact(capture, (long) fd, 0L, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("dup", thrown);
        }
    }

    /// open(2).
    public static int open(MemorySegment path, int flags, int mode) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) OPEN.invokeExact(capture, path, (long) flags, (long) mode);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("open", thrown);
        }
    }

    /// memfd_create(2).
    public static int memoryFile(MemorySegment name, int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) MEMORY_FILE.invokeExact(capture, name, (long) flags, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("memfd_create", thrown);
        }
    }

    /// ftruncate(2).
    public static int truncate(int fd, long size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) TRUNCATE.invokeExact(capture, (long) fd, size, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("ftruncate", thrown);
        }
    }

    /// pipe2(2).
    public static int pipe(MemorySegment ends, int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) PIPE.invokeExact(capture, ends, (long) flags, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("pipe2", thrown);
        }
    }

    /// socketpair(2).
    public static int socketPair(int domain, int type, int protocol, MemorySegment ends) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            SOCKET_PAIR.invokeExact(
                                    capture,
                                    Downcalls.pointer(domain),
                                    Downcalls.pointer(type),
                                    Downcalls.pointer(protocol),
                                    ends);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("socketpair", thrown);
        }
    }

    /// socket(2).
    public static int socket(int domain, int type, int protocol) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long) SOCKET.invokeExact(capture, (long) domain, (long) type, (long) protocol);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("socket", thrown);
        }
    }

    /// bind(2).
    public static int bind(int fd, MemorySegment address, int size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) BIND.invokeExact(capture, (long) fd, address, (long) size);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("bind", thrown);
        }
    }

    /// listen(2).
    public static int listen(int fd, int backlog) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) LISTEN.invokeExact(capture, (long) fd, (long) backlog, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("listen", thrown);
        }
    }

    /// getsockname(2).
    public static int socketName(int fd, MemorySegment address, MemorySegment size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            SOCKET_NAME.invokeExact(
                                    capture,
                                    Downcalls.pointer(fd),
                                    address,
                                    size,
                                    MemorySegment.NULL);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("getsockname", thrown);
        }
    }

    /// getpeername(2).
    public static int peerName(int fd, MemorySegment address, MemorySegment size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            PEER_NAME.invokeExact(
                                    capture,
                                    Downcalls.pointer(fd),
                                    address,
                                    size,
                                    MemorySegment.NULL);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("getpeername", thrown);
        }
    }

    /// setsockopt(2); the caller keeps `value` alive.
    public static int setSocketOption(int fd, int level, int name, MemorySegment value) {
        MemorySegment capture = Downcalls.capture();
        long address = value.address();
        long size = value.byteSize();
        try {
            long result =
                    (long)
                            SET_SOCKET_OPTION.invokeExact(
                                    capture,
                                    (long) fd,
                                    (long) level,
                                    (long) name,
                                    address,
                                    size,
                                    0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("setsockopt", thrown);
        }
    }

    /// getsockopt(2); the caller keeps `value` and `size` alive.
    public static int socketOption(
            int fd, int level, int name, MemorySegment value, MemorySegment size) {
        MemorySegment capture = Downcalls.capture();
        long address = value.address();
        try {
            long result =
                    (long)
                            SOCKET_OPTION.invokeExact(
                                    capture,
                                    (long) fd,
                                    (long) level,
                                    (long) name,
                                    address,
                                    size.address(),
                                    0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("getsockopt", thrown);
        }
    }

    /// connect(2).
    public static int connect(int fd, MemorySegment address, int size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) CONNECT.invokeExact(capture, (long) fd, address, (long) size);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("connect", thrown);
        }
    }

    /// shutdown(2).
    public static int shutdown(int fd, int how) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) SHUTDOWN.invokeExact(capture, (long) fd, (long) how, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("shutdown", thrown);
        }
    }

    /// eventfd(2).
    public static int eventFd(int initial, int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) EVENT_FD.invokeExact(capture, (long) initial, (long) flags, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("eventfd", thrown);
        }
    }

    /// fcntl(2).
    public static int fcntl(int fd, int command, int argument) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long) FCNTL.invokeExact(capture, (long) fd, (long) command, (long) argument);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("fcntl", thrown);
        }
    }

    /// poll(2).
    public static int poll(MemorySegment fds, long count, int timeoutMs) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) POLL.invokeExact(capture, fds, count, (long) timeoutMs);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("poll", thrown);
        }
    }

    /// clock_gettime(2).
    public static int clock(int clockId, MemorySegment time) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) CLOCK.invokeExact(capture, (long) clockId, time, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("clock_gettime", thrown);
        }
    }

    /// unshare(2).
    public static int unshare(int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) UNSHARE.invokeExact(capture, (long) flags, 0L, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("unshare", thrown);
        }
    }

    /// capset(2).
    public static int setCapabilities(MemorySegment header, MemorySegment data) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            SET_CAPABILITIES.invokeExact(
                                    capture, header, data, MemorySegment.NULL, MemorySegment.NULL);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("capset", thrown);
        }
    }

    /// prlimit(2) of this process.
    ///
    /// @param values a `struct rlimit` to set, or NULL
    /// @param before receives the one that was, or NULL
    public static int limit(int resource, MemorySegment values, MemorySegment before) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            LIMIT.invokeExact(
                                    capture,
                                    MemorySegment.NULL,
                                    Downcalls.pointer(resource),
                                    values,
                                    before);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("prlimit", thrown);
        }
    }

    /// gettid(2).
    public static int threadId() {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) THREAD_ID.invokeExact(capture, 0L, 0L, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("gettid", thrown);
        }
    }

    /// tgkill(2).
    public static int signalThread(int processId, int threadId, int signal) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            SIGNAL_THREAD.invokeExact(
                                    capture, (long) processId, (long) threadId, (long) signal);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("tgkill", thrown);
        }
    }

    /// munmap(2).
    public static int unmap(MemorySegment address, long size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) UNMAP.invokeExact(capture, address, size, 0L);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("munmap", thrown);
        }
    }

    /// madvise(2).
    public static int advise(MemorySegment address, long size, int advice) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) ADVISE.invokeExact(capture, address, size, (long) advice);
            return Downcalls.intOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("madvise", thrown);
        }
    }

    /// mmap(2) of an fd's region: shared, readable, writable, populated.
    ///
    /// @return the address, or `-errno`
    public static long mapShared(int fd, long offset, long size) {
        return map(size, MAP_SHARED_POPULATE, fd, offset);
    }

    /// mmap(2) of zeroed memory of the process's own.
    ///
    /// @return the address, or `-errno`
    public static long mapAnonymous(long size) {
        return map(size, MAP_PRIVATE_ANONYMOUS_POPULATE, -1, 0);
    }

    /// A mapping as a segment that is unmapped when its arena closes.
    public static MemorySegment view(long address, long size, Arena owner) {
        return MemorySegment.ofAddress(address)
                .reinterpret(size, owner, mapped -> unmapOrThrow(mapped, size));
    }

    /// Memory at an address that was handed to the kernel and found good there.
    ///
    /// Nothing checks that it is still mapped: use it only within the call that named it.
    public static MemorySegment at(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    private static void unmapOrThrow(MemorySegment mapped, long size) {
        int result = unmap(mapped, size);
        if (result != 0) {
            throw new IllegalStateException("munmap returned " + result);
        }
    }

    private static long map(long size, int flags, int fd, long offset) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            MAP.invokeExact(
                                    capture,
                                    0L,
                                    size,
                                    (long) PROT_READ_WRITE,
                                    (long) flags,
                                    (long) fd,
                                    offset);
            return Downcalls.addressOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("mmap", thrown);
        }
    }
}
