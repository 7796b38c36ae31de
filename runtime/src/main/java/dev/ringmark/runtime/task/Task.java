package dev.ringmark.runtime.task;

import dev.ringmark.runtime.event.LoopSnapshot;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Work of a loop's with a virtual thread of its own, from [Loop#fork].
///
/// It ends with what its body returns or throws, and only then: a cancel or an interrupt ends the
/// wait it is in, by an exception that the body may handle.
///
/// @param <T> what it returns
public final class Task<T extends @Nullable Object> {

    private record Answer(CompletableFuture<?> future, String what) implements Awaited {

        @Override
        public boolean isDone() {
            return future.isDone();
        }

        @Override
        public String toString() {
            return future instanceof OpFuture<?> operation ? operation.toString() : what;
        }
    }

    private final Loop loop;
    private final Callable<T> body;
    private final Party party;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    Task(Loop loop, String name, Callable<T> body) {
        this.loop = loop;
        this.body = body;
        if (loop.scheduling() == Scheduling.ON_LOOP) {
            Strand strand = new Strand(loop);
            party = new LoopParty(loop, Scheduler.newThread(strand, name, this::run));
            strand.party = party;
        } else {
            party = new Party(Thread.ofVirtual().name(name).unstarted(this::run));
        }
        party.home = loop;
    }

    /// Its thread.
    public Thread thread() {
        return party.thread;
    }

    /// Whether it has ended.
    public boolean isDone() {
        return result.isDone();
    }

    /// Any thread: ends what it waits for, now and from now on.
    public void cancel() {
        party.cancel();
    }

    /// Whether [#cancel()] was called.
    public boolean isCancelled() {
        return party.isCancelled();
    }

    /// Any thread: ends one wait of its, as [Thread#interrupt()] does.
    public void interrupt() {
        party.thread.interrupt();
    }

    /// Has its loop run it alone for a while, for debugging (POLY-30).
    ///
    /// @param time after which the others go on in any case, more than 0
    /// @throws IllegalStateException when tasks run on the JDK's scheduler, or the loop runs
    ///     another one alone
    /// @throws TaskException.Closed when the loop has ended
    public Focus focus(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("time: " + time + ", expected more than 0");
        }
        if (loop.scheduling() != Scheduling.ON_LOOP) {
            throw new IllegalStateException(
                    "focus: the JDK's scheduler runs the tasks, which nobody can hold back: "
                            + Scheduler.HOW);
        }
        return loop.withDriver(
                driver ->
                        loop.turns.focus(
                                new Focus(this, party, loop.turns),
                                Times.deadline("time", time, driver.now())));
    }

    /// Waits for its end, and gives what it returned.
    ///
    /// @throws TaskException.Failed when it has thrown
    /// @throws TaskException when the caller's wait was ended
    public T join() {
        return join(null);
    }

    /// The same for at most a time.
    public T join(@Nullable Duration time) {
        return await(result, time);
    }

    /// Its result, for those who would rather not wait. Completing it does not end the task;
    /// cancelling it neither.
    public CompletableFuture<T> future() {
        return result.copy();
    }

    /// Lets other tasks of the loop run, and the loop look at its ring; on any other thread, a
    /// [Thread#yield()] that is fair.
    ///
    /// @throws TaskException when there is a reason not to go on
    public static void snooze() {
        Party.current().snooze();
    }

    /// Lets the calling thread wait for a time, by the ring's timers where it runs on a loop.
    ///
    /// @throws TaskException when something ended the wait
    public static void sleep(Duration time) {
        Party party = Party.current();
        party.sleepUntil(Awaited.NOTHING, Times.deadline("time", time, party.now()));
    }

    /// Lets the calling thread wait for a future of anybody's.
    ///
    /// @param time null for ever
    /// @throws TaskException.Failed when it has failed, with the reason as cause
    /// @throws TaskException when something ended the wait
    public static <T extends @Nullable Object> T await(
            CompletableFuture<T> future, @Nullable Duration time) {
        return await(future, time, "a future");
    }

    /// The same, and snapshots say what it waits for.
    ///
    /// @param what it, for people
    public static <T extends @Nullable Object> T await(
            CompletableFuture<T> future, @Nullable Duration time, String what) {
        Party party = Party.current();
        if (!future.isDone()) {
            party.requireWaits(what);
            CompletableFuture<?> _ = future.whenComplete((_, _) -> party.unpark());
            party.awaitElse(new Answer(future, what), Times.deadline("time", time, party.now()));
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new TaskException.Failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it came with the result, which is there
            return future.join();
        }
    }

    /// Waits for a future, and throws what it has failed with as it is.
    static <T extends @Nullable Object> T awaitPlain(CompletableFuture<T> future) {
        try {
            return await(future, null);
        } catch (TaskException.Failed e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// What it waits for through the library right now, or an empty string; a little late.
    public String waitsFor() {
        Object what = party.waitsFor();
        return what == null ? "" : what.toString();
    }

    LoopSnapshot.TaskView view() {
        return new LoopSnapshot.TaskView(
                thread().getName(), thread().getState().name(), waitsFor());
    }

    private void run() {
        Party.enter(party);
        try {
            result.complete(body.call());
        } catch (Throwable e) { // the body's affair, whatever it is: told to those who join
            result.completeExceptionally(e);
        } finally {
            loop.forget(this);
        }
    }
}
