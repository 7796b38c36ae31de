package dev.ringmark.runtime.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A bounded channel for requests and their replies, between tasks of loops and any other threads
/// (SPG-060). Either side may be either. Any thread.
///
/// Every request ends once: with a reply, with what its server has thrown at it, or with
/// [TaskException.Closed] when its server or the channel has gone. A client that waits no longer,
/// because of its time, a scope or a cancel, takes its request back.
///
/// @param <Q> what is asked
/// @param <A> what is replied
public final class Boundary<Q, A> implements AutoCloseable {

    private final int capacity;
    private final LongSupplier clock;
    private final Deque<BoundaryRequest<Q, A>> line = new ArrayDeque<>();
    private final Set<BoundaryRequest<Q, A>> served = new LinkedHashSet<>();
    private final WaitLine servers = new WaitLine("a request", Runnable::run);
    private final WaitLine clients = new WaitLine("room for a request", Runnable::run);
    private boolean isClosed;
    private long refused;

    private Boundary(int capacity, LongSupplier clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /// An empty channel.
    ///
    /// @param capacity how many requests may wait for a server, 1 or more
    public static <Q, A> Boundary<Q, A> channel(int capacity) {
        return channel(capacity, System::nanoTime);
    }

    /// The same by another clock, for simulations.
    ///
    /// @param clock what the requests' deadlines are in, ns
    public static <Q, A> Boundary<Q, A> channel(int capacity, LongSupplier clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity + ", expected 1 or more");
        }
        return new Boundary<>(capacity, clock);
    }

    /// Asks, and waits for the reply; first for room, if there is none.
    ///
    /// @param time for all of it, which the server sees as the request's; null for ever
    /// @throws TaskException.Failed with what the server has thrown at it
    /// @throws TaskException.Closed when the server, or the channel, has gone
    /// @throws TaskException.TimedOut when the time is up
    public A call(Q question, @Nullable Duration time) {
        try (Scope _ = Scope.open(time)) {
            long deadline = Times.deadline("time", time, clock.getAsLong());
            BoundaryRequest<Q, A> request = new BoundaryRequest<>(this, question, deadline, clock);
            boolean _ = clients.waitFor(() -> offer(request) ? true : null, this::isFull, null);
            return new Reply<>(request).await(null);
        }
    }

    /// Asks if there is room, and does not wait.
    ///
    /// @param time how long the reply is wanted; null for ever
    /// @throws TaskException.Overloaded when as many requests wait as may
    /// @throws TaskException.Closed when the channel is closed
    public Reply<A> tryCall(Q question, @Nullable Duration time) {
        long deadline = Times.deadline("time", time, clock.getAsLong());
        BoundaryRequest<Q, A> request = new BoundaryRequest<>(this, question, deadline, clock);
        if (!offer(request)) {
            synchronized (line) {
                refused++;
            }
            throw new TaskException.Overloaded(
                    "tryCall: "
                            + capacity
                            + " requests wait for a server; ask less, wait with call, or give the"
                            + " channel a larger capacity");
        }
        return new Reply<>(request);
    }

    /// Waits for a request, and takes it. Those whose client waits no longer are passed over.
    ///
    /// @param time null for ever
    /// @throws TaskException.Closed when the channel is closed
    /// @throws TaskException when the wait was ended
    public BoundaryRequest<Q, A> receive(@Nullable Duration time) {
        return servers.waitFor(this::poll, this::isEmpty, time);
    }

    /// The request that has waited longest, or null when there is none.
    public @Nullable BoundaryRequest<Q, A> poll() {
        while (true) {
            BoundaryRequest<Q, A> request;
            boolean hasMore;
            synchronized (line) {
                request = line.poll();
                hasMore = !line.isEmpty();
                if (request != null) {
                    served.add(request);
                }
            }
            if (request == null) {
                return null;
            }
            clients.ring();
            if (hasMore) {
                servers.tellNext();
            }
            if (request.isWanted()) {
                return request;
            }
            request.expire();
        }
    }

    /// How many requests wait for a server.
    public int waiting() {
        synchronized (line) {
            return line.size();
        }
    }

    /// How many requests servers have taken and not answered.
    public int served() {
        synchronized (line) {
            return served.size();
        }
    }

    /// How often [#tryCall] found no room.
    public long overloads() {
        synchronized (line) {
            return refused;
        }
    }

    /// Ends the channel: whoever waits on either side, and every request, ends with
    /// [TaskException.Closed].
    @Override
    public void close() {
        List<BoundaryRequest<Q, A>> all = new ArrayList<>();
        synchronized (line) {
            isClosed = true;
            all.addAll(served);
            all.addAll(line);
            line.clear();
            served.clear();
        }
        for (BoundaryRequest<Q, A> each : all) {
            each.refuse();
        }
        servers.close();
        clients.close();
    }

    /// A request has ended, and nobody has to know it any more.
    void forget(BoundaryRequest<Q, A> request) {
        boolean hasRoom;
        synchronized (line) {
            hasRoom = line.remove(request);
            served.remove(request);
        }
        if (hasRoom) {
            clients.ring();
        }
    }

    static TaskException.Closed gone(String who) {
        return new TaskException.Closed(who + " has gone, and there is no reply");
    }

    private boolean offer(BoundaryRequest<Q, A> request) {
        boolean hasRoom;
        synchronized (line) {
            if (isClosed) {
                throw gone("the channel");
            }
            if (!hasRoom()) {
                return false;
            }
            line.add(request);
            hasRoom = hasRoom();
        }
        servers.ring();
        if (hasRoom) {
            clients.tellNext();
        }
        return true;
    }

    private boolean isFull() {
        synchronized (line) {
            return !isClosed && !hasRoom();
        }
    }

    private boolean hasRoom() {
        return line.size() < capacity;
    }

    private boolean isEmpty() {
        synchronized (line) {
            if (isClosed) {
                throw gone("the channel");
            }
            return line.isEmpty();
        }
    }

    /// What a client waits for.
    ///
    /// @param <A> what is replied
    public static final class Reply<A> {

        private final BoundaryRequest<?, A> request;

        private Reply(BoundaryRequest<?, A> request) {
            this.request = request;
        }

        /// Whether it is there, or will never be.
        public boolean isDone() {
            return request.end.isDone();
        }

        /// Waits for it, for as long as the request said at most; a wait that is ended takes the
        /// request back.
        ///
        /// @param time null for no less than that
        /// @throws TaskException as [Boundary#call]
        public A await(@Nullable Duration time) {
            Duration left = request.left();
            boolean isLess = time != null && (left == null || time.compareTo(left) < 0);
            try {
                return request.reply(isLess ? time : left);
            } catch (TaskException e) {
                if (request.cancel()) {
                    throw e;
                }
                return request.reply(null); // which is there: it came in the last moment
            }
        }

        /// Takes the request back: nobody wants a reply.
        ///
        /// @return false when it has ended
        public boolean cancel() {
            return request.cancel();
        }

        /// Completes with it; it is the caller's.
        public CompletableFuture<A> future() {
            return request.end.copy();
        }
    }
}
