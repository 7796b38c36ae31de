package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;

/// Adds a file to an epoll instance, changes what is waited for, or removes it: EPOLL_CTL.
///
/// For programs that have an epoll instance already; a ring's own polls ([Poll], [PollEach]) do the
/// same with less. Since 5.6; io_uring_enter(2), epoll_ctl(2).
public final class EpollControl extends DoneOp {

    private static final int ADD = 1;
    private static final int REMOVE = 2;
    private static final int CHANGE = 3;
    private static final int EVENT_SIZE = 12;

    private final Fd<FileKind.Epoll> epoll;
    private final int what;
    private final Fd<?> file;
    private final int events;
    private final long data;

    private EpollControl(Fd<FileKind.Epoll> epoll, int what, Fd<?> file, int events, long data) {
        this.epoll = epoll;
        this.what = what;
        this.file = file;
        this.events = events;
        this.data = data;
    }

    /// Adds a file.
    ///
    /// @param data what its events are called
    public static EpollControl add(
            Fd<FileKind.Epoll> epoll, Fd<?> file, long data, PollEvent... events) {
        return new EpollControl(epoll, ADD, file, Poll.maskOf(events), data);
    }

    /// Changes what a file is waited for.
    ///
    /// @param data what its events are called
    public static EpollControl change(
            Fd<FileKind.Epoll> epoll, Fd<?> file, long data, PollEvent... events) {
        return new EpollControl(epoll, CHANGE, file, Poll.maskOf(events), data);
    }

    /// Removes a file.
    public static EpollControl remove(Fd<FileKind.Epoll> epoll, Fd<?> file) {
        return new EpollControl(epoll, REMOVE, file, 0, 0);
    }

    @Override
    public Opcode opcode() {
        return Opcode.EPOLL_CTL;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        MemorySegment event = scratch.take(EVENT_SIZE); // packed on x86: epoll_event(3type)
        event.set(JAVA_INT_UNALIGNED, 0, events);
        event.set(JAVA_LONG_UNALIGNED, Integer.BYTES, data);
        sqe.prepare(Opcode.EPOLL_CTL, epoll.number(), event.address(), what, file.number());
    }

    @Override
    protected long scratchSize() {
        return EVENT_SIZE;
    }

    @Override
    protected Target<?> file() {
        return epoll;
    }

    @Override
    public String toString() {
        return "EPOLL_CTL of " + epoll + " for " + file;
    }
}
