package dev.ringmark.runtime.task;

import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Op;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A typed operation on its way to a loop or under way there. Any thread.
///
/// @param <R> what the kernel's answer will mean
public final class Started<R> {

    private final Loop loop;
    private final OpFuture<R> end;

    private Started(Loop loop, OpFuture<R> end) {
        this.loop = loop;
        this.end = end;
    }

    /// Hands an operation to a loop, and does not wait.
    public static <R> Started<R> on(Loop loop, Op<R> op) {
        return on(loop, op, () -> {});
    }

    /// The same, and tells once when the kernel has nothing of it any more, before anybody can see
    /// its end.
    ///
    /// @param atEnd is called on the loop's thread, or on the caller's when it was not taken
    public static <R> Started<R> on(Loop loop, Op<R> op, Runnable atEnd) {
        OpFuture<R> end = new OpFuture<>(loop, op, atEnd);
        loop.errands.start(end);
        return new Started<>(loop, end);
    }

    /// Whose ring has it.
    public Loop loop() {
        return loop;
    }

    /// Whether it has ended.
    public boolean isDone() {
        return end.isDone();
    }

    /// Asks its loop for its end, which comes as a [Completed] like any other.
    public void cancel() {
        end.cancelOperation();
    }

    /// Waits for its end; when the wait is ended it is cancelled, and a result that it has all the
    /// same is returned.
    ///
    /// @param time null for ever
    /// @throws TaskException when there is no result
    public Completed<R> await(@Nullable Duration time) {
        return end.await(time);
    }

    /// Completes with its end; it is the caller's. Its dependents run on the loop's thread.
    public CompletableFuture<Completed<R>> future() {
        return end.copy();
    }

    @Override
    public String toString() {
        return end.toString();
    }
}
