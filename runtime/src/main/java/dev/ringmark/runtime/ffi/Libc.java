package dev.ringmark.runtime.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The plain system calls of libc that this project uses; each returns `-errno` on failure.
@SuppressWarnings("restricted")
public final class Libc {

    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final int MAP_PRIVATE_ANONYMOUS_POPULATE = 0x8022;

    private static final MethodHandle READ =
            Downcalls.libc("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            Downcalls.libc("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE =
            Downcalls.libc("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle DUPLICATE =
            Downcalls.libc("dup", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle OPEN =
            Downcalls.libcVariadic(
                    "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle MEMORY_FILE =
            Downcalls.libc("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle TRUNCATE =
            Downcalls.libc("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle PIPE =
            Downcalls.libc("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SOCKET_PAIR =
            Downcalls.libc(
                    "socketpair",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle SOCKET =
            Downcalls.libc("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Downcalls.libc("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN =
            Downcalls.libc("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SOCKET_NAME =
            Downcalls.libc(
                    "getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle CONNECT =
            Downcalls.libc("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SHUTDOWN =
            Downcalls.libc("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENT_FD =
            Downcalls.libc("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCNTL =
            Downcalls.libcVariadic(
                    "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle POLL =
            Downcalls.libc("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOCK =
            Downcalls.libc("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle UNSHARE =
            Downcalls.libc("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SET_CAPABILITIES =
            Downcalls.libc("capset", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle LIMIT =
            Downcalls.libc(
                    "prlimit",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle THREAD_ID =
            Downcalls.libc("gettid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle SIGNAL_THREAD =
            Downcalls.libc("tgkill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle UNMAP =
            Downcalls.libc("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle ADVISE =
            Downcalls.libc(
                    "madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MAP =
            Downcalls.libc(
                    "mmap",
                    FunctionDescriptor.of(
                            ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));

    private Libc() {}

    /// read(2).
    public static int read(int fd, MemorySegment into, long size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) READ.invokeExact(capture, fd, into, size);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("read", thrown);
        }
    }

    /// write(2).
    public static int write(int fd, MemorySegment from, long size) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) WRITE.invokeExact(capture, fd, from, size);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("write", thrown);
        }
    }

    /// close(2).
    public static int close(int fd) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) CLOSE.invokeExact(capture, fd);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("close", thrown);
        }
    }

    /// dup(2).
    public static int duplicate(int fd) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) DUPLICATE.invokeExact(capture, fd);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("dup", thrown);
        }
    }

    /// open(2).
    public static int open(MemorySegment path, int flags, int mode) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) OPEN.invokeExact(capture, path, flags, mode);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("open", thrown);
        }
    }

    /// memfd_create(2).
    public static int memoryFile(MemorySegment name, int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) MEMORY_FILE.invokeExact(capture, name, flags);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("memfd_create", thrown);
        }
    }

    /// ftruncate(2).
    public static int truncate(int fd, long size) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) TRUNCATE.invokeExact(capture, fd, size);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("ftruncate", thrown);
        }
    }

    /// pipe2(2).
    public static int pipe(MemorySegment ends, int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) PIPE.invokeExact(capture, ends, flags);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("pipe2", thrown);
        }
    }

    /// socketpair(2).
    public static int socketPair(int domain, int type, int protocol, MemorySegment ends) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) SOCKET_PAIR.invokeExact(capture, domain, type, protocol, ends);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("socketpair", thrown);
        }
    }

    /// socket(2).
    public static int socket(int domain, int type, int protocol) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) SOCKET.invokeExact(capture, domain, type, protocol);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("socket", thrown);
        }
    }

    /// bind(2).
    public static int bind(int fd, MemorySegment address, int size) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) BIND.invokeExact(capture, fd, address, size);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("bind", thrown);
        }
    }

    /// listen(2).
    public static int listen(int fd, int backlog) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) LISTEN.invokeExact(capture, fd, backlog);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("listen", thrown);
        }
    }

    /// getsockname(2).
    public static int socketName(int fd, MemorySegment address, MemorySegment size) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) SOCKET_NAME.invokeExact(capture, fd, address, size);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("getsockname", thrown);
        }
    }

    /// connect(2).
    public static int connect(int fd, MemorySegment address, int size) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) CONNECT.invokeExact(capture, fd, address, size);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("connect", thrown);
        }
    }

    /// shutdown(2).
    public static int shutdown(int fd, int how) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) SHUTDOWN.invokeExact(capture, fd, how);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("shutdown", thrown);
        }
    }

    /// eventfd(2).
    public static int eventFd(int initial, int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) EVENT_FD.invokeExact(capture, initial, flags);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("eventfd", thrown);
        }
    }

    /// fcntl(2).
    public static int fcntl(int fd, int command, int argument) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) FCNTL.invokeExact(capture, fd, command, argument);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("fcntl", thrown);
        }
    }

    /// poll(2).
    public static int poll(MemorySegment fds, long count, int timeoutMs) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) POLL.invokeExact(capture, fds, count, timeoutMs);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("poll", thrown);
        }
    }

    /// clock_gettime(2).
    public static int clock(int clockId, MemorySegment time) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) CLOCK.invokeExact(capture, clockId, time);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("clock_gettime", thrown);
        }
    }

    /// unshare(2).
    public static int unshare(int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) UNSHARE.invokeExact(capture, flags);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("unshare", thrown);
        }
    }

    /// capset(2).
    public static int setCapabilities(MemorySegment header, MemorySegment data) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) SET_CAPABILITIES.invokeExact(capture, header, data);
            return Downcalls.resultOrErrno(result, capture);
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
            int result = (int) LIMIT.invokeExact(capture, 0, resource, values, before);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("prlimit", thrown);
        }
    }

    /// gettid(2).
    public static int threadId() {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) THREAD_ID.invokeExact(capture);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("gettid", thrown);
        }
    }

    /// tgkill(2).
    public static int signalThread(int processId, int threadId, int signal) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) SIGNAL_THREAD.invokeExact(capture, processId, threadId, signal);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("tgkill", thrown);
        }
    }

    /// munmap(2).
    public static int unmap(MemorySegment address, long size) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) UNMAP.invokeExact(capture, address, size);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("munmap", thrown);
        }
    }

    /// madvise(2).
    public static int advise(MemorySegment address, long size, int advice) {
        MemorySegment capture = Downcalls.capture();
        try {
            int result = (int) ADVISE.invokeExact(capture, address, size, advice);
            return Downcalls.resultOrErrno(result, capture);
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
            MemorySegment result =
                    (MemorySegment)
                            MAP.invokeExact(
                                    capture,
                                    MemorySegment.NULL,
                                    size,
                                    PROT_READ_WRITE,
                                    flags,
                                    fd,
                                    offset);
            return Downcalls.addressOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("mmap", thrown);
        }
    }
}
