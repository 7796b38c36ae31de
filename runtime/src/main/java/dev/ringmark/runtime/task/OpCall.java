package dev.ringmark.runtime.task;

import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.Run;
import dev.ringmark.runtime.op.RunListener;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A typed operation under way, and the task of the loop's own that waits for it.
///
/// The task may leave before the end: then the operation stays with the driver until the kernel
/// has let go, and a file that it still makes is closed. Confined to the loop's thread; only a task
/// that outlives its loop reads from elsewhere, after that thread has unparked it.
final class OpCall implements RunListener<Object>, Awaited {

    private final Run<Object> run;
    private @Nullable Loop loop;
    private @Nullable Thread waiter;
    private volatile boolean isDone;
    private boolean isLeft;

    OpCall(Driver driver) {
        run = new Run<>(driver, this);
    }

    /// Puts an operation under way for the calling task.
    @SuppressWarnings("unchecked") // completed() is asked for by who started it
    Admission start(Loop owner, Thread task, Op<?> operation) {
        loop = owner;
        waiter = task;
        isDone = false;
        return run.startBy((Op<Object>) operation, Driver.NEVER);
    }

    @Override
    public boolean isDone() {
        return isDone;
    }

    /// Whether the kernel has nothing of it.
    boolean isIdle() {
        return !run.isPending();
    }

    /// How the operation ended.
    @SuppressWarnings("unchecked") // it is what was started
    <R> Completed<R> completed() {
        return (Completed<R>) run.completed();
    }

    Run<?> run() {
        return run;
    }

    /// Nobody waits any more.
    ///
    /// @return false when it has ended
    boolean leave() {
        isLeft = !isDone;
        return isLeft;
    }

    /// Frees what it keeps, unless the kernel has it.
    void close() {
        if (isIdle()) {
            run.close();
        }
    }

    @Override
    public void completed(Run<Object> ended, int result, int flags) {
        end();
    }

    @Override
    public void abandoned(Run<Object> ended, EndReason reason) {
        end();
    }

    @Override
    public String toString() {
        return run.toString();
    }

    private void end() {
        isDone = true;
        if (!isLeft) {
            LockSupport.unpark(waiter);
            return;
        }
        if (loop != null) {
            loop.closeFiles(run.completed().newFiles());
        }
        close();
    }
}
