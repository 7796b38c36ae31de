package dev.ringmark.runtime.net;

import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes of many tasks to one connection, each whole and in the order in which they came: what
/// comes while a write is under way goes out together, gathered into one request.
///
/// ```
/// SendQueue queue = new SendQueue(socket, 1 << 20);
/// queue.send(frame);          // any task: returns when its frame was sent
/// queue.add(one);             // or: lines up, and returns at once
/// queue.add(two);
/// queue.flush();              // both with one request
/// ```
///
/// When a write fails, or whoever makes it is ended in the middle, part of a frame may have gone
/// out: the queue fails, for everybody and for good, with what ended it.
public final class SendQueue {

    /* Who finds nobody at work makes the next write, with everything that is in line; when it is
     * done, those whose parts went out go on, and one of those still in line is the next to write.
     * So nobody works for others after its own part is out. Entries belong to the lock. */

    private static final int PARTS_MAX = 1024;

    /// A part in line; completes with true when it was sent, with false when its owner is to make
    /// the next write.
    private static final class Entry {
        final Span part;
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        int awaiters;
        boolean isSent;

        Entry(Span part) {
            this.part = part;
        }
    }

    private final StreamSocket socket;
    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> line = new ArrayDeque<>();
    private long bytes;
    private boolean isAtWork;
    private @Nullable RuntimeException failure;

    /// @param bytesMax how many bytes may be in line, 1 or more; a larger part
    ///     goes when it is alone
    public SendQueue(StreamSocket socket, long bytesMax) {
        if (bytesMax < 1) {
            throw new IllegalArgumentException("bytesMax: " + bytesMax + ", expected 1 or more");
        }
        this.socket = socket;
        this.bytesMax = bytesMax;
    }

    /// Sends a part, and returns when it was sent. Its buffer is the queue's until then, and if
    /// this throws, until [#isIdle()].
    public void send(Span part) {
        await(enter(part));
    }

    /// Puts a part in line, which goes out with the next [#send], [#flush], or when the line is
    /// full. Its buffer is the queue's until a [#flush] that began later has returned.
    public void add(Span part) {
        enter(part);
    }

    /// Returns when everything that is in line now was sent.
    public void flush() {
        Entry last;
        lock.lock();
        try {
            requireWhole();
            last = line.peekLast();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            await(last);
        }
    }

    /// Whether nothing is in line or under way.
    public boolean isIdle() {
        lock.lock();
        try {
            return line.isEmpty() && !isAtWork;
        } finally {
            lock.unlock();
        }
    }

    private Entry enter(Span part) {
        while (true) {
            Entry first;
            lock.lock();
            try {
                requireWhole();
                if (bytes == 0 || bytes + part.length() <= bytesMax) {
                    Entry entry = new Entry(part);
                    line.add(entry);
                    bytes += part.length();
                    return entry;
                }
                first = line.getFirst();
            } finally {
                lock.unlock();
            }
            await(first); // makes room
        }
    }

    /// Waits until an entry was sent, and makes writes while it is this one's turn.
    private void await(Entry entry) {
        while (true) {
            CompletableFuture<Boolean> turn;
            List<Entry> batch = List.of();
            lock.lock();
            try {
                if (entry.isSent) {
                    return;
                }
                requireWhole();
                if (!isAtWork) {
                    isAtWork = true;
                    batch = nextBatch();
                }
                entry.awaiters++;
                if (entry.turn.isDone()) {
                    entry.turn = new CompletableFuture<>();
                }
                turn = entry.turn;
            } finally {
                lock.unlock();
            }
            try {
                if (batch.isEmpty()) {
                    Task.await(turn, null);
                } else {
                    write(batch);
                }
            } finally {
                leave(entry);
            }
        }
    }

    /// Whoever leaves early hands the turn on, which may have been its own.
    private void leave(Entry entry) {
        lock.lock();
        try {
            entry.awaiters--;
            if (!isAtWork) {
                callNext();
            }
        } finally {
            lock.unlock();
        }
    }

    private void callNext() {
        for (Entry each : line) {
            if (each.awaiters > 0) {
                each.turn.complete(false);
                return;
            }
        }
    }

    private List<Entry> nextBatch() {
        List<Entry> batch = new ArrayList<>();
        for (Entry each : line) {
            if (batch.size() == PARTS_MAX) {
                break;
            }
            batch.add(each);
        }
        return batch;
    }

    private void write(List<Entry> batch) {
        RuntimeException thrown = null;
        try {
            socket.writeAll(batch.stream().map(each -> each.part).toList());
        } catch (RuntimeException e) {
            thrown = e;
        }
        try (Scope _ = Scope.shield()) {
            settle(batch, thrown);
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private void settle(List<Entry> batch, @Nullable RuntimeException thrown) {
        lock.lock();
        try {
            isAtWork = false;
            failure = thrown;
            for (Entry each : batch) {
                line.remove();
                bytes -= each.part.length();
                each.isSent = thrown == null;
                each.turn.complete(true);
            }
            if (thrown != null) {
                line.forEach(each -> each.turn.complete(true));
                line.clear();
                bytes = 0;
                return;
            }
            callNext();
        } finally {
            lock.unlock();
        }
    }

    private void requireWhole() {
        if (failure != null) {
            TaskException.Closed closed =
                    new TaskException.Closed("an earlier write to " + socket + " has failed");
            closed.initCause(failure);
            throw closed;
        }
    }
}
