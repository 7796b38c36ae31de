package dev.ringmark.runtime.shard;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What other threads want done on the driver's thread, up to a bound.
final class Inbox {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int sizeMax;
    private volatile boolean isClosed;

    Inbox(int sizeMax) {
        this.sizeMax = sizeMax;
    }

    /// Any thread.
    ///
    /// @return whether the task will run; false when the inbox is full or closed
    boolean offer(Runnable task) {
        if (size.incrementAndGet() > sizeMax) {
            size.decrementAndGet();
            return false;
        }
        tasks.add(task);
        // The owner closes, then looks a last time: a task added before is seen, one added after
        // sees the inbox closed, and one that both have seen is the owner's if it took it.
        if (isClosed && tasks.remove(task)) {
            size.decrementAndGet();
            return false;
        }
        return true;
    }

    @Nullable Runnable poll() {
        Runnable task = tasks.poll();
        if (task != null) {
            size.decrementAndGet();
        }
        return task;
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    void close() {
        isClosed = true;
    }
}
