package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.task.WaitLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has come to a shard and nobody has taken: a bounded lane for each sender, taken from in
/// turn. Any thread.
final class Ingress {

    /* One lock guards all lanes; nothing is called under it. The doorbell is rung when the first
     * message comes into an empty ingress, and whoever takes one and leaves more lets the next
     * waiter look. Whether there is anything is read without the lock: who waits does it behind
     * stepping into the line, and who has put something in looks into the line behind that. Tickets
     * are ended outside of the lock, each by whoever has taken its message out, so each once.
     */

    /// What became of a message.
    enum Put {
        TAKEN,
        FULL,
        CLOSED
    }

    /// What it has counted; each message that was put is taken, refused, waiting, or was joined
    /// with another one.
    ///
    /// @param put messages that were let in
    /// @param joined those of them that were added to the one before
    /// @param taken messages that somebody has taken
    /// @param refused messages that nobody had taken at the end
    /// @param overloads messages that found their lane full
    /// @param waiting messages that nobody has taken yet
    record Counts(long put, long joined, long taken, long refused, long overloads, int waiting) {}

    private final Lane[] lanes;
    private final WaitLine waiters;
    private int next;
    private volatile int size;
    private volatile boolean isClosed;
    private long put;
    private long joined;
    private long taken;
    private long refused;
    private long overloads;

    /// @param senders how many shards may send; everybody else shares one lane
    /// @param capacity how many messages of one sender may wait
    Ingress(int senders, int capacity, WaitLine waiters) {
        this.waiters = waiters;
        lanes = new Lane[senders + 1];
        for (int at = 0; at <= senders; at++) {
            lanes[at] = new Lane(at - 1, capacity); // the first is Message.OUTSIDE's
        }
    }

    /// Lets one message in.
    ///
    /// @param joins whether it may be added to the one before it
    Put put(
            int from,
            int tag,
            int value,
            @Nullable Object body,
            @Nullable Ticket ticket,
            boolean joins) {
        boolean wasEmpty;
        synchronized (this) {
            if (isClosed) {
                return Put.CLOSED;
            }
            wasEmpty = size == 0;
            Lane lane = lanes[from + 1];
            if (joins && ticket == null && lane.join(tag, value)) {
                joined++;
            } else if (lane.add(tag, value, body, ticket)) {
                size++;
            } else {
                overloads++;
                return Put.FULL;
            }
            put++;
        }
        if (wasEmpty) {
            waiters.ring();
        }
        return Put.TAKEN;
    }

    /// Lets as many in as there is room for, in order, with one doorbell.
    ///
    /// @param values of messages without a body, or null for those of `bodies`
    /// @return how many, or -1 when it is closed
    int putMany(
            int from, int tag, int @Nullable [] values, @Nullable List<?> bodies, boolean joins) {
        int count = values == null ? (bodies == null ? 0 : bodies.size()) : values.length;
        int at = 0;
        boolean wasEmpty;
        synchronized (this) {
            if (isClosed) {
                return -1;
            }
            wasEmpty = size == 0;
            Lane lane = lanes[from + 1];
            for (; at < count; at++) {
                int value = values == null ? 0 : values[at];
                if (joins && values != null && lane.join(tag, value)) {
                    joined++;
                } else if (lane.add(tag, value, bodies == null ? null : bodies.get(at), null)) {
                    size++;
                } else {
                    break;
                }
            }
            put += at;
            overloads += count - at;
        }
        if (wasEmpty && at > 0) {
            waiters.ring();
        }
        return at;
    }

    /// Takes what came first of the sender whose turn it is, or null.
    @Nullable Message poll() {
        if (size == 0) {
            return null;
        }
        Message message;
        Ticket ended;
        boolean hasMore;
        synchronized (this) {
            if (size == 0) {
                return null;
            }
            Lane lane = nextLane();
            message = lane.first();
            ended = lane.remove();
            taken++;
            size--;
            hasMore = size > 0;
        }
        if (hasMore) {
            waiters.tellNext();
        }
        if (ended != null) {
            ended.taken();
        }
        return message;
    }

    /// Takes several, of one sender after the other; may find none.
    List<Message> pollMany(int max) {
        List<Message> messages;
        List<Ticket> tickets = new ArrayList<>();
        boolean hasMore;
        synchronized (this) {
            messages = new ArrayList<>(Math.min(max, size));
            while (size > 0 && messages.size() < max) {
                Lane lane = nextLane();
                messages.add(lane.first());
                Ticket ticket = lane.remove();
                if (ticket != null) {
                    tickets.add(ticket);
                }
                size--;
            }
            taken += messages.size();
            hasMore = size > 0;
        }
        if (hasMore) {
            waiters.tellNext();
        }
        tickets.forEach(Ticket::taken);
        return messages;
    }

    /// Waits for a message, and takes it.
    ///
    /// @throws TaskException.Closed when none will come any more
    Message receive(@Nullable Duration time) {
        return waiters.waitFor(this::poll, this::mayCome, time);
    }

    /// Waits for a message, and takes all there are, up to a bound.
    List<Message> receiveMany(int max, @Nullable Duration time) {
        return waiters.waitFor(
                () -> {
                    List<Message> some = pollMany(max);
                    return some.isEmpty() ? null : some;
                },
                this::mayCome,
                time);
    }

    /// Takes nothing any more, and refuses what nobody has taken.
    void close() {
        List<Ticket> tickets = new ArrayList<>();
        synchronized (this) {
            isClosed = true;
            for (Lane lane : lanes) {
                while (lane.size() > 0) {
                    Ticket ticket = lane.remove();
                    if (ticket != null) {
                        tickets.add(ticket);
                    }
                    refused++;
                }
            }
            size = 0;
        }
        for (Ticket ticket : tickets) {
            ticket.refused(closed());
        }
        waiters.close();
    }

    synchronized Counts counts() {
        return new Counts(put, joined, taken, refused, overloads, size);
    }

    boolean isClosed() {
        return isClosed;
    }

    /// Whether to wait: there is nothing.
    private boolean mayCome() {
        boolean isEmpty = size == 0;
        if (isEmpty && isClosed) {
            throw closed();
        }
        return isEmpty;
    }

    /// The next one that has something.
    private Lane nextLane() {
        while (lanes[next].size() == 0) {
            next = (next + 1) % lanes.length;
        }
        Lane lane = lanes[next];
        next = (next + 1) % lanes.length;
        return lane;
    }

    static TaskException.Closed closed() {
        return new TaskException.Closed("the shard has ended");
    }
}
