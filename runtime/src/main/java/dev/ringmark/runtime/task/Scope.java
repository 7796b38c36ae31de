package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Supplier;

/// A stretch of a thread's work whose waits end together: at a deadline, or when it is cancelled.
///
/// ```
/// try (Scope scope = Scope.open(Duration.ofSeconds(1))) {
///     ... // every wait in here throws once the second is over
/// }
/// ```
///
/// Scopes nest; a wait ends for the first reason around it, and where several hold, for the
/// outermost. Code that does not wait is not disturbed. A time of null means none; with a time of
/// zero everything up to the first wait runs, and that wait throws.
public final class Scope implements AutoCloseable {

    /// What runs inside a scope.
    ///
    /// @param <T> what it returns
    /// @param <E> what it may throw
    @FunctionalInterface
    public interface Body<T extends @Nullable Object, E extends Exception> {
        /// Runs.
        T run() throws E;
    }

    final @Nullable Scope parent;

    /// What cancels it, beside others.
    @Nullable CancellationToken token;

    final boolean isShield;
    private final Party party;
    private volatile boolean isCancelled;
    private volatile long deadline;

    private Scope(Party party, long deadline, boolean isShield) {
        this.party = party;
        this.deadline = deadline;
        this.isShield = isShield;
        parent = party.scope;
        party.scope = this;
    }

    /// A scope around what the calling thread does until it closes it.
    public static Scope open() {
        return open(null);
    }

    /// The same, ended by itself after a time.
    ///
    /// @throws IllegalArgumentException when the time is negative
    public static Scope open(@Nullable Duration time) {
        Party party = Party.current();
        return new Scope(party, Times.deadline("time", time, party.now()), false);
    }

    /// A stretch that nothing around it ends: for what has to be done before leaving. Interrupts
    /// are kept for later.
    public static Scope shield() {
        return new Scope(Party.current(), Driver.NEVER, true);
    }

    /// Runs a body with a time, and replaces the exception of that time, and of no other.
    ///
    /// @throws IllegalArgumentException when the time is negative
    public static <T extends @Nullable Object, E extends Exception> T timeoutAfter(
            @Nullable Duration time,
            Supplier<? extends RuntimeException> exception,
            Body<T, E> body)
            throws E {
        try (Scope scope = open(time)) {
            try {
                return body.run();
            } catch (TaskException.TimedOut e) {
                if (!scope.isOriginOf(e)) {
                    throw e;
                }
                RuntimeException replacement = exception.get();
                replacement.addSuppressed(e);
                throw replacement;
            }
        }
    }

    /// Any thread: ends the waits in this scope, now and from now on.
    public void cancel() {
        isCancelled = true;
        party.unpark();
    }

    /// Whether it was cancelled.
    public boolean isCancelled() {
        return isCancelled;
    }

    /// Any thread: gives the scope another time from now; null takes it away.
    ///
    /// @throws IllegalArgumentException when the time is negative
    public void reset(@Nullable Duration time) {
        deadline = Times.deadline("time", time, party.now());
        party.unparkUnlessSelf();
    }

    /// Whether this scope is what ended a wait.
    public boolean isOriginOf(TaskException exception) {
        return switch (exception) {
            case TaskException.Cancelled cancelled -> equals(cancelled.scope);
            case TaskException.TimedOut timedOut -> equals(timedOut.scope);
            case TaskException.Interrupted _,
                    TaskException.Closed _,
                    TaskException.Overloaded _,
                    TaskException.Failed _ ->
                    false;
        };
    }

    /// Ends the scope itself; its owner, innermost first.
    ///
    /// @throws IllegalStateException when it is not the calling thread's innermost
    @Override
    @SuppressWarnings("ReferenceEquality") // this very scope
    public void close() {
        if (party.scope != this || Party.current() != party) {
            throw new IllegalStateException(
                    "a scope is closed by the thread that opened it, innermost first");
        }
        party.scope = parent;
        if (token != null) {
            token.forget(this);
        }
        if (isShield) {
            party.repay();
        }
    }

    long deadline() {
        return deadline;
    }
}
