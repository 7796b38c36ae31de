package dev.ringmark.runtime.task;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Tasks that end together: none outlives the group, and the first that throws ends the others
/// (SPG-116).
///
/// ```
/// try (TaskGroup group = TaskGroup.on(loop)) {
///     group.fork(() -> ...);
///     group.fork(() -> ...);
///     group.join(null);
/// }
/// ```
///
/// Cancelling is cooperative: it ends what a task waits for, now and from now on. Any thread may
/// fork and cancel; whoever made the group closes it.
public final class TaskGroup implements AutoCloseable {

    /// Where a group's tasks run.
    @FunctionalInterface
    public interface Spawner {
        /// Starts a task.
        <T extends @Nullable Object> GroupTask<T> spawn(Callable<T> body);
    }

    private final Spawner spawner;
    private final CancellationToken token = new CancellationToken();
    private final Set<GroupTask<?>> tasks = new HashSet<>();
    private final WaitLine joiners = new WaitLine("a group of tasks", Runnable::run);
    private @Nullable Throwable first;

    private TaskGroup(Spawner spawner) {
        this.spawner = spawner;
    }

    /// A group whose tasks run on a loop.
    public static TaskGroup on(Loop loop) {
        return of(
                new Spawner() {
                    @Override
                    public <T extends @Nullable Object> GroupTask<T> spawn(Callable<T> body) {
                        GroupTask<T> task = new GroupTask<>(body);
                        if (task.begin(loop) == GroupTask.Begin.CLOSING) {
                            throw new TaskException.Closed(
                                    "the loop is closing and takes no tasks");
                        }
                        return task;
                    }
                });
    }

    /// A group whose tasks run wherever the spawner says.
    public static TaskGroup of(Spawner spawner) {
        return new TaskGroup(spawner);
    }

    /// Its token, cancelled with the group.
    public CancellationToken token() {
        return token;
    }

    /// Starts a task of the group; of one that is cancelled, its first wait ends at once.
    ///
    /// @throws TaskException.Overloaded when the spawner has no room
    /// @throws TaskException.Closed when the loop is closing
    public <T extends @Nullable Object> GroupTask<T> fork(Callable<T> body) {
        GroupTask<T> task = spawner.spawn(body);
        synchronized (tasks) {
            tasks.add(task);
        }
        CompletableFuture<?> _ = task.future().whenComplete((_, thrown) -> ended(task, thrown));
        if (token.isCancelled()) {
            task.cancel();
        }
        return task;
    }

    /// Ends what its tasks wait for, now and from now on.
    public void cancel() {
        token.cancel();
        List<GroupTask<?>> all;
        synchronized (tasks) {
            all = new ArrayList<>(tasks);
        }
        all.forEach(GroupTask::cancel);
    }

    /// Waits until all of them have ended.
    ///
    /// @param time null for ever
    /// @throws TaskException.Failed with what the first that threw has thrown, when all have ended
    /// @throws TaskException when the wait was ended; the tasks go on
    public void join(@Nullable Duration time) {
        awaitIdle(time);
        Throwable thrown = first();
        if (thrown != null) {
            throw new TaskException.Failed(thrown);
        }
    }

    /// How many have not ended.
    public int size() {
        synchronized (tasks) {
            return tasks.size();
        }
    }

    /// Cancels those that have not ended, and waits for them whatever happens to the caller.
    @Override
    public void close() {
        if (!isIdle()) {
            cancel();
            try (Scope _ = Scope.shield()) {
                awaitIdle(null);
            }
        }
    }

    private void awaitIdle(@Nullable Duration time) {
        boolean _ = joiners.waitFor(() -> isIdle() ? true : null, () -> !isIdle(), time);
        joiners.tellNext();
    }

    private boolean isIdle() {
        return size() == 0;
    }

    private @Nullable Throwable first() {
        synchronized (tasks) {
            return first;
        }
    }

    /// What the body has thrown, without what its future has put around it.
    private static Throwable causeOf(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }

    private void ended(GroupTask<?> task, @Nullable Throwable thrown) {
        boolean isFirst;
        synchronized (tasks) {
            isFirst = first == null;
            if (thrown != null && isFirst) {
                first = causeOf(thrown);
            }
            tasks.remove(task);
        }
        if (thrown != null && isFirst) {
            cancel();
        }
        joiners.ring();
    }
}
