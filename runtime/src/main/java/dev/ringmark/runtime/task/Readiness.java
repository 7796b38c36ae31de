package dev.ringmark.runtime.task;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Waits until files can be read or written, with polls of the ring's.
///
/// When a wait ends, for whatever reason, its polls are cancelled and have ended before the caller
/// goes on, so no registration stays behind.
public final class Readiness {

    /// There is data to read, or the end of it.
    public static final int IN = 1;

    /// There is urgent data.
    public static final int PRIORITY = 2;

    /// There is room to write.
    public static final int OUT = 4;

    /// Something is wrong with the file; always reported.
    public static final int ERROR = 8;

    /// The other end is gone; always reported.
    public static final int HANG_UP = 16;

    private final Loop loop;

    /// Readiness by a loop's ring.
    public Readiness(Loop loop) {
        this.loop = loop;
    }

    /// What of a select is ready.
    ///
    /// @param readable those of the readers
    /// @param writable those of the writers
    /// @param exceptional those of the third set that have urgent data
    public record Selected(Set<Integer> readable, Set<Integer> writable, Set<Integer> exceptional) {

        /// How many in all; 0 when the time was up.
        public int count() {
            return readable.size() + writable.size() + exceptional.size();
        }
    }

    private record Poll(int fd, Set<Integer> ready, FutureCall answer) {}

    /// Waits until one of some events is there.
    ///
    /// @param events bits of poll(2), as the constants of this class
    /// @param time null for ever
    /// @return the events that are there
    /// @throws RingException when the file cannot be polled
    /// @throws TaskException when something ended the wait
    public int await(int fd, int events, @Nullable Duration time) {
        int result = loop.call(poll(fd, events), time);
        if (result < 0) {
            throw new RingException("POLL_ADD", result, "fd " + fd);
        }
        return result;
    }

    /// Waits until one of some files is ready, as select(2).
    ///
    /// @param time null for ever; when it is up, nothing is ready. Zero looks once.
    /// @throws RingException when one of them cannot be polled
    /// @throws TaskException when something else ended the wait
    public Selected select(
            Set<Integer> readers,
            Set<Integer> writers,
            Set<Integer> exceptional,
            @Nullable Duration time) {
        Selected selected = new Selected(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        List<Poll> polls = new ArrayList<>();
        CompletableFuture<Integer> first = new CompletableFuture<>();
        try {
            readers.forEach(fd -> polls.add(start(fd, IN, selected.readable, first)));
            writers.forEach(fd -> polls.add(start(fd, OUT, selected.writable, first)));
            exceptional.forEach(fd -> polls.add(start(fd, PRIORITY, selected.exceptional, first)));
            Task.await(first, time);
        } catch (TaskException.TimedOut e) {
            if (e.scope != null) {
                throw e;
            }
        } finally {
            end(polls);
        }
        for (Poll poll : polls) {
            int result = poll.answer.join();
            if (result >= 0) {
                poll.ready.add(poll.fd);
            } else if (result != Errno.ECANCELED.negative()) {
                throw new RingException("POLL_ADD", result, "fd " + poll.fd);
            }
        }
        return selected;
    }

    /// Calls something that may say -EAGAIN because the file is O_NONBLOCK, and calls again when
    /// the file is ready. The flag itself is never touched.
    ///
    /// @param time for all of it; null for ever
    public int call(RawRequest request, int fd, int events, @Nullable Duration time) {
        try (Scope _ = Scope.open(time)) {
            int result = loop.call(request);
            while (result == Errno.EAGAIN.negative()) {
                await(fd, events, null);
                result = loop.call(request);
            }
            return result;
        }
    }

    private Poll start(int fd, int events, Set<Integer> ready, CompletableFuture<Integer> first) {
        FutureCall answer = loop.begin(poll(fd, events));
        CompletableFuture<?> _ = answer.handle((_, _) -> first.complete(fd));
        return new Poll(fd, ready, answer);
    }

    /// Ends the polls that have not, and waits for the end of each.
    private static void end(List<Poll> polls) {
        polls.forEach(poll -> poll.answer.stop());
        try (Scope _ = Scope.shield()) {
            polls.forEach(poll -> Task.await(poll.answer, null));
        }
    }

    private static RawRequest poll(int fd, int events) {
        return sqe -> sqe.prepare(Opcode.POLL_ADD, fd, 0, 0, 0).operationFlags(events);
    }
}
