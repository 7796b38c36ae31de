package dev.ringmark.runtime.task;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A loop's tasks that nobody has begun, bounded, for any thread to take from.
final class StealLine {

    /* Whoever claims a task has it; being in the line is only a hint. So an offer that meets the
     * end of the line is decided by the claim: the closer drains what it sees and claims it, and
     * an offerer that sees the end behind its own entry claims that. One of them succeeds, or a
     * thief was faster than both.
     */

    /// What became of an offer.
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    private final int capacity;
    private final ConcurrentLinkedQueue<GroupTask<?>> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile boolean isClosed;

    StealLine(int capacity) {
        this.capacity = capacity;
    }

    boolean isClosed() {
        return isClosed;
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    int size() {
        return size.get();
    }

    /// Any thread.
    Offer offer(GroupTask<?> task) {
        if (isClosed) {
            return Offer.CLOSED;
        }
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return Offer.FULL;
        }
        tasks.add(task);
        if (isClosed && task.claim()) {
            task.refuse();
            return Offer.CLOSED;
        }
        return Offer.TAKEN;
    }

    /// Any thread: the oldest, which may have been claimed by somebody else.
    @Nullable GroupTask<?> poll() {
        GroupTask<?> task = tasks.poll();
        if (task != null) {
            size.decrementAndGet();
        }
        return task;
    }

    /// Any thread: takes out what the caller has claimed; quickly if it is among the oldest.
    void remove(GroupTask<?> claimed) {
        if (tasks.remove(claimed)) {
            size.decrementAndGet();
        }
    }

    /// Any thread: ends the line, and refuses what nobody has begun.
    void close() {
        isClosed = true;
        for (GroupTask<?> task = poll(); task != null; task = poll()) {
            if (task.claim()) {
                task.refuse();
            }
        }
    }
}
