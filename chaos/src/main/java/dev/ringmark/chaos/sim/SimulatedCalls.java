package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.uapi.Errno;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.function.IntSupplier;

/// The plain system calls, over the simulated kernel's own files. What blocks waits in virtual
/// time.
final class SimulatedCalls implements SystemCalls {

    private static final int READ = 16;
    private static final int F_DUPFD = 0;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int FD_CLOEXEC = 1;
    private static final int SEMAPHORE = 1;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SimulatedKernel kernel;

    SimulatedCalls(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public int read(int fd, MemorySegment into) {
        int size = (int) into.byteSize();
        return on(
                fd, file -> block(file, PollEvents.IN, () -> file.read(into.address(), size, -1)));
    }

    @Override
    public int write(int fd, MemorySegment from) {
        return on(
                fd,
                file -> {
                    int done = 0;
                    int size = (int) from.byteSize();
                    do {
                        long at = from.address() + done;
                        int left = size - done;
                        int result = block(file, PollEvents.OUT, () -> file.write(at, left, -1));
                        if (result < 0) {
                            return done > 0 ? done : result;
                        }
                        done += result;
                    } while (done < size && !file.isNonBlocking());
                    return done;
                });
    }

    @Override
    public int close(int fd) {
        return kernel.call(
                READ + 2,
                fd,
                () -> {
                    int result = kernel.fds().close(fd);
                    if (result < 0) {
                        kernel.outside().badFd();
                    }
                    return result;
                });
    }

    @Override
    public int duplicate(int fd) {
        return on(fd, file -> kernel.fds().install(file, false));
    }

    @Override
    public int open(String path, int flags, int mode) {
        return made(() -> opened(kernel.names().open(path, flags), flags));
    }

    @Override
    public int memoryFile(String name, int flags) {
        boolean cloexec = (flags & 1) != 0;
        RegularFile.Content empty = RegularFile.Content.of(new byte[0]);
        return made(() -> kernel.fds().install(new RegularFile(empty, false, false), cloexec));
    }

    @Override
    public int truncate(int fd, long size) {
        return on(fd, file -> file.truncate(size));
    }

    @Override
    public int pipe(int[] ends, int flags) {
        return made(
                () -> {
                    Pipe pipe = new Pipe(Pipe.CAPACITY);
                    return pair(ends, pipe.readEnd(), pipe.writeEnd(), flags);
                });
    }

    @Override
    public int socketPair(int domain, int type, int protocol, int[] ends) {
        return made(
                () -> {
                    FileNames.Opened one = kernel.names().socket(domain, type);
                    FileNames.Opened two = kernel.names().socket(domain, type);
                    if (one.file() instanceof StreamSocket a
                            && two.file() instanceof StreamSocket b) {
                        StreamSocket.pair(a, b);
                        return pair(ends, a, b, type);
                    }
                    if (one.file() instanceof DatagramSocket a
                            && two.file() instanceof DatagramSocket b) {
                        DatagramSocket.pair(a, b);
                        return pair(ends, a, b, type);
                    }
                    return one.error();
                });
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return made(() -> opened(kernel.names().socket(domain, type), type));
    }

    @Override
    public int bind(int fd, MemorySegment address) {
        return onSocket(
                fd,
                socket -> {
                    String name = name(socket, address);
                    return name == null ? Errno.EINVAL.negative() : socket.bind(name);
                });
    }

    @Override
    public int listen(int fd, int backlog) {
        return onSocket(fd, socket -> socket.listen(backlog));
    }

    @Override
    public int socketName(int fd, MemorySegment address) {
        return onSocket(
                fd,
                socket ->
                        SocketNames.write(
                                address.address(),
                                address.byteSize(),
                                socket.domain(),
                                socket.name()));
    }

    @Override
    public int peerName(int fd, MemorySegment address) {
        return onSocket(fd, _ -> Errno.EOPNOTSUPP.negative());
    }

    /// Options are taken, and change nothing here.
    @Override
    public int setSocketOption(int fd, int level, int name, MemorySegment value) {
        return onSocket(fd, _ -> 0);
    }

    @Override
    public int socketOption(int fd, int level, int name, MemorySegment value) {
        return onSocket(fd, _ -> Errno.ENOPROTOOPT.negative());
    }

    @Override
    public int connect(int fd, MemorySegment address) {
        return onSocket(
                fd,
                socket -> {
                    String name = name(socket, address);
                    return name == null
                            ? Errno.EAFNOSUPPORT.negative()
                            : block(socket, PollEvents.OUT, () -> socket.connect(name));
                });
    }

    @Override
    public int shutdown(int fd, int how) {
        return onSocket(fd, socket -> socket.shutdown(how));
    }

    @Override
    public int eventFd(int initial, int flags) {
        return made(
                () -> {
                    int fault = kernel.interference().eventFd();
                    if (fault != 0) {
                        return fault;
                    }
                    EventFd file =
                            new EventFd(Integer.toUnsignedLong(initial), (flags & SEMAPHORE) != 0);
                    return install(file, flags);
                });
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return on(
                fd,
                file ->
                        switch (command) {
                            case F_DUPFD -> kernel.fds().install(file, false);
                            case F_DUPFD_CLOEXEC -> kernel.fds().install(file, true);
                            case F_GETFD -> kernel.fds().isCloseOnExec(fd) ? FD_CLOEXEC : 0;
                            case F_SETFD -> {
                                kernel.fds().setCloseOnExec(fd, (argument & FD_CLOEXEC) != 0);
                                yield 0;
                            }
                            case F_GETFL -> file.isNonBlocking() ? OpenFlags.NONBLOCK : 0;
                            case F_SETFL -> {
                                file.setNonBlocking((argument & OpenFlags.NONBLOCK) != 0);
                                yield 0;
                            }
                            default -> Errno.EINVAL.negative();
                        });
    }

    @Override
    public int poll(int fd, int events, int timeoutMs) {
        return on(
                fd,
                file -> {
                    long now = kernel.heap().now();
                    long deadline =
                            timeoutMs < 0 ? Long.MAX_VALUE : now + timeoutMs * NANOS_PER_MILLI;
                    int wanted = events | PollEvents.ALWAYS;
                    while ((file.ready() & wanted) == 0 && kernel.heap().now() < deadline) {
                        kernel.waitForEvent(deadline, "poll waits for fd " + fd);
                    }
                    return file.ready() & wanted;
                });
    }

    @Override
    public long clock(int clockId) {
        long time = Clocks.read(clockId, kernel.nanoTime());
        return time < 0 ? Errno.EINVAL.negative() : time;
    }

    @Override
    public int unshare(int flags) {
        return Errno.EPERM.negative();
    }

    @Override
    public int setCapabilities(long effective, long permitted, long inheritable) {
        return Errno.EPERM.negative();
    }

    @Override
    public int limit(int resource, long soft, long[] before) {
        return Errno.EPERM.negative();
    }

    @Override
    public int threadId() {
        return kernel.call(READ + 3, 0, () -> kernel.threads().current());
    }

    @Override
    public int signalThread(int threadId, int signal) {
        return kernel.call(
                READ + 4,
                signal,
                () -> {
                    if (!kernel.threads().isKnown(threadId)) {
                        return Errno.ESRCH.negative();
                    }
                    kernel.threads().signal(threadId);
                    return 0;
                });
    }

    private interface OnFile {
        int run(SimFile file);
    }

    private interface OnSocket {
        int run(SimSocket socket);
    }

    private int on(int fd, OnFile what) {
        return kernel.call(
                READ,
                fd,
                () -> {
                    SimFile file = kernel.fds().get(fd);
                    if (file == null) {
                        kernel.outside().badFd();
                        return Errno.EBADF.negative();
                    }
                    file.retain(); // somebody may close it while this one waits
                    try {
                        return what.run(file);
                    } finally {
                        file.release();
                    }
                });
    }

    private int onSocket(int fd, OnSocket what) {
        return on(
                fd,
                file ->
                        file instanceof SimSocket socket
                                ? what.run(socket)
                                : Errno.ENOTSOCK.negative());
    }

    private int made(SimulatedKernel.Call what) {
        return kernel.call(READ + 1, 0, what);
    }

    /// Tries until it moves, unless the file is not to be waited for.
    private int block(SimFile file, int events, IntSupplier attempt) {
        int result = attempt.getAsInt();
        while (result == SimFile.WOULD_BLOCK && !file.isNonBlocking()) {
            kernel.waitForEvent(Long.MAX_VALUE, "a call waits for events " + events);
            result = attempt.getAsInt();
        }
        return result;
    }

    private int opened(FileNames.Opened opened, int flags) {
        SimFile file = opened.file();
        return file == null ? opened.error() : install(file, flags);
    }

    private int install(SimFile file, int flags) {
        file.setNonBlocking((flags & OpenFlags.NONBLOCK) != 0);
        return kernel.fds().install(file, (flags & OpenFlags.CLOEXEC) != 0);
    }

    private int pair(int[] ends, SimFile first, SimFile second, int flags) {
        int one = install(first, flags);
        if (one < 0) {
            return one;
        }
        int two = install(second, flags);
        if (two < 0) {
            kernel.fds().close(one);
            return two;
        }
        ends[0] = one;
        ends[1] = two;
        return 0;
    }

    private static @Nullable String name(SimSocket socket, MemorySegment address) {
        return SocketNames.read(address.address(), (int) address.byteSize(), socket.domain());
    }
}
