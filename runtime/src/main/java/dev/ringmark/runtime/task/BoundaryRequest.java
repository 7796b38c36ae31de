package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/// A request that a server has taken from a [Boundary]. Any thread.
///
/// Closing it without an answer tells its client that the server has gone.
///
/// @param <Q> what is asked
/// @param <A> what is replied
public final class BoundaryRequest<Q, A> implements AutoCloseable {

    final CompletableFuture<A> end = new CompletableFuture<>();
    private final Boundary<Q, A> channel;
    private final Q question;
    private final long deadline;
    private final LongSupplier clock;

    BoundaryRequest(Boundary<Q, A> channel, Q question, long deadline, LongSupplier clock) {
        this.channel = channel;
        this.question = question;
        this.deadline = deadline;
        this.clock = clock;
    }

    /// What is asked.
    public Q request() {
        return question;
    }

    /// How long the reply is still wanted: zero when it is too late, null for ever.
    public @Nullable Duration left() {
        if (deadline == Driver.NEVER) {
            return null;
        }
        return Duration.ofNanos(Math.max(0, deadline - clock.getAsLong()));
    }

    /// Whether somebody still waits for the reply.
    public boolean isWanted() {
        return !end.isDone() && (deadline == Driver.NEVER || deadline - clock.getAsLong() > 0);
    }

    /// Replies. Safe whatever has become of the client.
    ///
    /// @return whether the client gets it; false when it waits no longer, or has a reply
    public boolean respond(A reply) {
        return ended(end.complete(reply));
    }

    /// Throws something at the client, which gets it as the cause of [TaskException.Failed].
    ///
    /// @return whether the client gets it
    public boolean fail(Throwable why) {
        return ended(end.completeExceptionally(why));
    }

    /// Done with it; a client that has no reply by now is told that its server has gone.
    @Override
    public void close() {
        refuse("the server");
    }

    void refuse() {
        refuse("the channel");
    }

    boolean cancel() {
        return ended(end.completeExceptionally(new TaskException.Cancelled(null)));
    }

    void expire() {
        boolean _ = ended(end.completeExceptionally(new TaskException.TimedOut(null)));
    }

    /// The client's: waits for the reply.
    A reply(@Nullable Duration time) {
        try {
            return Task.await(end, time, "a reply");
        } catch (TaskException.Failed e) {
            throw e.getCause() instanceof TaskException cause ? cause : e;
        }
    }

    private void refuse(String who) {
        boolean _ = ended(end.completeExceptionally(Boundary.gone(who)));
    }

    private boolean ended(boolean isFirst) {
        channel.forget(this);
        return isFirst;
    }
}
