package dev.ringmark.runtime.task;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// A task of a [LoopGroup]'s, from [LoopGroup#fork]: which of the loops runs it is decided when one
/// of them begins it, and does not change afterwards.
///
/// It ends once: with what its body returns or throws, or, when no loop has begun it, with
/// [TaskException.Cancelled] or [TaskException.Closed]. Any thread.
///
/// @param <T> what it returns
public final class GroupTask<T extends @Nullable Object> {

    /// What came of an attempt to begin it.
    enum Begin {
        BEGUN,
        /// Somebody else has it, or it has ended.
        GONE,
        /// The loop is closing; it is nobody's again.
        CLOSING
    }

    private final @Nullable Share home;
    private final Callable<T> body;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final AtomicBoolean isClaimed = new AtomicBoolean();
    private volatile @Nullable Loop loop;
    private volatile @Nullable Task<T> task;
    private volatile boolean isCancelled;

    /// What cancels it where it runs inside another task, or null.
    private volatile @Nullable Scope scope;

    /// A task that only loops begin.
    GroupTask(Callable<T> body) {
        this(null, body);
    }

    /// @param home in whose line it waits, or null
    GroupTask(@Nullable Share home, Callable<T> body) {
        this.home = home;
        this.body = body;
    }

    /// Whether it has ended.
    public boolean isDone() {
        return result.isDone();
    }

    /// The loop that has begun it, or null while none has.
    public @Nullable Loop loop() {
        return loop;
    }

    /// Ends what it waits for, now and from now on; one that no loop has begun never begins.
    public void cancel() {
        isCancelled = true;
        if (claim()) {
            result.completeExceptionally(new TaskException.Cancelled(null));
        }
        Task<T> begun = task;
        if (begun != null) {
            begun.cancel();
        }
        Scope around = scope;
        if (around != null) {
            around.cancel();
        }
    }

    /// Has the loop that has begun it run it alone for a while: [Task#focus].
    ///
    /// @throws IllegalStateException when none has begun it, and as there
    public Focus focus(Duration time) {
        Task<T> begun = task;
        if (begun == null) {
            throw new IllegalStateException("focus: no loop has begun the task yet");
        }
        return begun.focus(time);
    }

    /// Waits for its end, and gives what it returned.
    ///
    /// @param time null for ever
    /// @throws TaskException.Failed when it has thrown, or was never begun; the cause says which
    /// @throws TaskException when the caller's wait was ended
    public T join(@Nullable Duration time) {
        return Task.await(result, time);
    }

    /// Runs it at once, within the calling task, if no loop has begun it; otherwise, and where the
    /// caller is no task of the group's, waits for its end.
    ///
    /// For parts of a whole that is wanted right after they were given away: one that nobody else
    /// had time for costs no thread and no switch. Run here it is a part of the caller, on its
    /// thread and within its scopes; [#cancel] ends what it waits for, and nothing else.
    ///
    /// @throws TaskException as [#join]
    public T runOrJoin() {
        Loop here = Loop.current();
        if (here != null && home != null && home.sharesWith(here) && claim()) {
            home.line.remove(this);
            runOn(here);
        }
        return join(null);
    }

    /// Runs it within the calling task; for whoever has claimed it.
    void runOn(Loop here) {
        loop = here;
        try (Scope around = Scope.open()) {
            scope = around;
            if (isCancelled) {
                around.cancel();
            }
            result.complete(body.call());
        } catch (Throwable e) { // the body's affair, as when a loop runs it
            result.completeExceptionally(e);
        }
    }

    /// Its result, for those who would rather not wait; it is the caller's.
    public CompletableFuture<T> future() {
        return result.copy();
    }

    /// Takes it: whoever gets true, which happens once, has to end it.
    boolean claim() {
        return !isClaimed.get() && isClaimed.compareAndSet(false, true);
    }

    /// Begins it on a loop, if nobody else has it.
    Begin begin(Loop on) {
        if (!claim()) {
            return Begin.GONE;
        }
        loop = on;
        try {
            Task<T> begun = on.fork(body);
            task = begun;
            if (isCancelled) {
                begun.cancel();
            }
            CompletableFuture<T> _ = begun.future().whenComplete(this::ended);
            return Begin.BEGUN;
        } catch (TaskException.Closed e) {
            loop = null;
            isClaimed.set(false);
            return Begin.CLOSING;
        }
    }

    /// No loop will begin it; for whoever has claimed it.
    void refuse() {
        result.completeExceptionally(
                new TaskException.Closed("its loop is closing, and none had begun it"));
    }

    private void ended(@Nullable T value, @Nullable Throwable thrown) {
        if (thrown == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(thrown);
        }
    }
}
