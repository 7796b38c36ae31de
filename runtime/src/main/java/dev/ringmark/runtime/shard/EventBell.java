package dev.ringmark.runtime.shard;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// An eventfd that the ring polls.
final class EventBell implements Bell {

    private static final int NONBLOCK = 0x800;
    private static final int CLOEXEC = 0x80000;

    private final Kernel kernel;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocate(JAVA_LONG);
    private final MemorySegment count = arena.allocate(JAVA_LONG);
    private final int fd;

    EventBell(Kernel kernel) {
        this.kernel = kernel;
        one.set(JAVA_LONG, 0, 1L);
        fd = kernel.calls().eventFd(0, NONBLOCK | CLOEXEC);
        if (fd < 0) {
            arena.close();
            throw new RingException("eventfd", fd, "are there file descriptors left?");
        }
    }

    int fd() {
        return fd;
    }

    /// Any thread. A full counter (-EAGAIN) makes no sound: a multishot poll hears a change, not a
    /// level. Then the count is taken out first.
    @Override
    public int ring() {
        int result = kernel.calls().write(fd, one);
        if (result == Errno.EAGAIN.negative()) {
            drain();
            result = kernel.calls().write(fd, one);
        }
        return result;
    }

    /// Takes the count out, so that a poll does not find the fd readable for ever.
    void drain() {
        int result = kernel.calls().read(fd, count);
        assert result == Long.BYTES || result == Errno.EAGAIN.negative() : result;
    }

    @Override
    public void close() {
        kernel.calls().close(fd);
        arena.close();
    }
}
