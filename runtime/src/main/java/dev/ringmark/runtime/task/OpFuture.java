package dev.ringmark.runtime.task;

import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.Run;
import dev.ringmark.runtime.op.RunListener;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A typed operation under way on a loop; completes with how it ended.
///
/// @param <R> what the kernel's answer means
final class OpFuture<R> extends CompletableFuture<Completed<R>> implements RunListener<R> {

    private final Loop loop;
    private final Op<R> op;
    private final Runnable atEnd;

    /// The loop's thread only.
    private @Nullable Run<R> run;

    OpFuture(Loop loop, Op<R> op) {
        this(loop, op, () -> {});
    }

    /// @param atEnd is called once, before anybody can see the end, when the kernel has nothing of
    ///     the operation any more
    OpFuture(Loop loop, Op<R> op, Runnable atEnd) {
        this.loop = loop;
        this.op = op;
        this.atEnd = atEnd;
    }

    /// The loop's thread: puts it under way, unless nobody waits any more.
    void start(Driver driver) {
        if (isDone()) {
            atEnd.run();
            return;
        }
        Run<R> next = new Run<>(driver, this);
        run = next;
        try {
            Admission admission = next.startBy(op, Driver.NEVER);
            if (!admission.isTaken()) {
                refuse(admission);
            }
        } catch (RuntimeException e) { // another operation has its buffer
            atEnd.run();
            completeExceptionally(e);
        }
    }

    /// It was not taken.
    void refuse(Admission admission) {
        atEnd.run();
        completeExceptionally(Call.refused(admission));
    }

    /// Waits for its end, which a reason to stop brings about.
    Completed<R> await(@Nullable Duration time) {
        try {
            return Task.await(this, time);
        } catch (TaskException.Failed e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (TaskException reason) {
            cancelOperation();
            Completed<R> completed = afterStop();
            if (completed == null || completed.isStopped()) {
                throw reason;
            }
            if (reason instanceof TaskException.Interrupted) {
                Thread.currentThread().interrupt();
            }
            return completed;
        }
    }

    @Override
    public void completed(Run<R> ended, int result, int flags) {
        tell(ended);
    }

    @Override
    public void abandoned(Run<R> ended, EndReason reason) {
        tell(ended);
    }

    @Override
    public String toString() {
        return op.toString();
    }

    private void tell(Run<R> ended) {
        Completed<R> completed = ended.completed();
        if (!ended.isPending()) {
            ended.close();
        }
        atEnd.run();
        if (!complete(completed)) {
            loop.closeFiles(completed.newFiles());
        }
    }

    /// Any thread: asks for the operation's end, which comes by itself when its loop has ended.
    void cancelOperation() {
        loop.errands.dispatch(this::stop, () -> {});
    }

    private void stop() {
        if (run != null) {
            run.cancel();
        }
    }

    /// How it ended within the grace; null when it was not taken, or did not end, and nobody waits
    /// any more.
    private @Nullable Completed<R> afterStop() {
        try (Scope _ = Scope.shield()) {
            return Task.await(this, Duration.ofNanos(loop.graceNs()));
        } catch (TaskException.TimedOut _) {
            return cancel(false) ? null : join();
        } catch (TaskException.Failed _) {
            return null;
        }
    }
}
