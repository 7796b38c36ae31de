package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Waits for the events of an epoll instance: EPOLL_WAIT.
///
/// Since 6.15; io_uring_enter(2), epoll_wait(2).
public final class EpollWait extends Op<List<EpollWait.Event>> {

    private static final int EVENT_SIZE = 12;
    private static final int COUNT_MAX = 1024;

    /// One file's events.
    ///
    /// @param data what [EpollControl] called it
    public record Event(Set<PollEvent> events, long data) {}

    private final Fd<FileKind.Epoll> epoll;
    private final int countMax;

    private EpollWait(Fd<FileKind.Epoll> epoll, int countMax) {
        this.epoll = epoll;
        this.countMax = Require.range("countMax", countMax, 1, COUNT_MAX);
    }

    /// The next events.
    ///
    /// @param countMax how many files at most, 1 to 1024
    public static EpollWait on(Fd<FileKind.Epoll> epoll, int countMax) {
        return new EpollWait(epoll, countMax);
    }

    @Override
    public Opcode opcode() {
        return Opcode.EPOLL_WAIT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long events = scratch.take(scratchSize()).address();
        sqe.prepare(Opcode.EPOLL_WAIT, epoll.number(), events, countMax, 0);
    }

    @Override
    protected long scratchSize() {
        return (long) countMax * EVENT_SIZE;
    }

    @Override
    protected List<Event> decode(int result, int cqeFlags, Scratch scratch) {
        MemorySegment memory = scratch.at(0, scratchSize());
        List<Event> events = new ArrayList<>();
        for (int at = 0; at < result; at++) {
            long entry = (long) at * EVENT_SIZE;
            int mask = memory.get(JAVA_INT_UNALIGNED, entry);
            long data = memory.get(JAVA_LONG_UNALIGNED, entry + Integer.BYTES);
            events.add(new Event(PollEvent.of(mask), data));
        }
        return events;
    }

    @Override
    protected Target<?> file() {
        return epoll;
    }

    @Override
    public String toString() {
        return "EPOLL_WAIT on " + epoll;
    }
}
