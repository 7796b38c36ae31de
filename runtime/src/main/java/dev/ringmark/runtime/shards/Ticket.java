package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Whether what was sent has arrived: it ends once, when somebody on the other side has taken it,
/// or with [TaskException.Closed] when nobody will. Any thread.
public final class Ticket {

    private final CompletableFuture<@Nullable Void> end;

    Ticket(CompletableFuture<@Nullable Void> end) {
        this.end = end;
    }

    /// One that has not ended.
    static Ticket open() {
        return new Ticket(new CompletableFuture<>());
    }

    /// Whether it has ended.
    public boolean isDone() {
        return end.isDone();
    }

    /// Waits for its end.
    ///
    /// @param time null for ever
    /// @throws TaskException.Closed when the other side has ended first
    /// @throws TaskException.Failed when a [ControlListener] has thrown
    /// @throws TaskException when the wait was ended
    public void await(@Nullable Duration time) {
        try {
            Void _ = Task.await(end, time, "a ticket");
        } catch (TaskException.Failed e) {
            throw e.getCause() instanceof TaskException cause ? cause : e;
        }
    }

    /// Completes with it; it is the caller's.
    public CompletableFuture<@Nullable Void> future() {
        return end.copy();
    }

    boolean taken() {
        return end.complete(null);
    }

    boolean refused(Throwable why) {
        return end.completeExceptionally(why);
    }
}
