package dev.ringmark.runtime.task;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Platform threads for work that blocks its thread, so that it does not block a loop: a bounded
/// number of them, and a bounded line.
///
/// A caller whose wait is ended leaves at once. Its work goes on, because nothing can stop it
/// safely (interrupting a thread closes the file channel it is in), and keeps its thread until it
/// has ended; the result is then handed to whoever was named for that, or dropped. Work that still
/// stood in line is taken out of it.
public final class BlockingPool implements AutoCloseable {

    private static final BlockingPool SHARED =
            new BlockingPool(Runtime.getRuntime().availableProcessors(), 1024);

    private final ThreadPoolExecutor threads;

    /// One piece of work: waits, runs, or was left.
    private static final class Work<T extends @Nullable Object> implements Runnable {

        private final Callable<T> body;
        private final Consumer<? super T> leftover;
        private final CompletableFuture<T> result = new CompletableFuture<>();

        Work(Callable<T> body, Consumer<? super T> leftover) {
            this.body = body;
            this.leftover = leftover;
        }

        @Override
        public void run() {
            if (result.isDone()) {
                return;
            }
            T value;
            try {
                value = body.call();
            } catch (Throwable e) { // the body's affair: told to the caller
                result.completeExceptionally(e);
                return;
            }
            if (!result.complete(value)) {
                leftover.accept(value);
            }
        }
    }

    /// A pool of one's own.
    ///
    /// @param threadsMax how many threads at most, 1 or more
    /// @param waitersMax how much work may stand in line, 1 or more
    public BlockingPool(int threadsMax, int waitersMax) {
        requirePositive("threadsMax", threadsMax);
        requirePositive("waitersMax", waitersMax);
        threads =
                new ThreadPoolExecutor(
                        threadsMax,
                        threadsMax,
                        1,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waitersMax),
                        Thread.ofPlatform().name("ringmark-blocking-", 0).daemon(true).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// The process's: as many threads as processors, and a line of 1,024.
    public static BlockingPool shared() {
        return SHARED;
    }

    /// Runs work on a thread of the pool, and waits for it.
    ///
    /// @throws TaskException.Failed when it has thrown, with what it threw as cause
    /// @throws TaskException.Overloaded when the line is full
    /// @throws TaskException when something ended the wait
    public <T extends @Nullable Object> T call(Callable<T> body) {
        return call(body, null, _ -> {});
    }

    /// The same for at most a time.
    ///
    /// @param time null for ever; with zero, nothing is run
    /// @param leftover gets the result when nobody waits for it any more, on the pool's thread: to
    ///     close what must be closed
    public <T extends @Nullable Object> T call(
            Callable<T> body, @Nullable Duration time, Consumer<? super T> leftover) {
        Work<T> work = new Work<>(body, leftover);
        if (time != null && time.isZero()) {
            return Task.await(work.result, time);
        }
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            TaskException refusal =
                    threads.isShutdown()
                            ? new TaskException.Closed("the pool is closed")
                            : new TaskException.Overloaded("the line of the pool is full");
            refusal.initCause(e);
            throw refusal;
        }
        try {
            return Task.await(work.result, time);
        } catch (TaskException.Failed e) {
            throw e;
        } catch (TaskException e) {
            if (!work.result.cancel(false) && !work.result.isCompletedExceptionally()) {
                return work.result.join(); // it came in the last moment
            }
            threads.remove(work);
            throw e;
        }
    }

    /// How many threads are at work, for callers who have left too.
    public int busy() {
        return threads.getActiveCount();
    }

    /// How much work stands in line.
    public int waiting() {
        return threads.getQueue().size();
    }

    /// Takes no more work; what was taken goes on.
    @Override
    public void close() {
        threads.shutdown();
    }

    private static void requirePositive(String field, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(field + ": " + value + ", expected 1 or more");
        }
    }
}
