package dev.ringmark.runtime.task;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// One word for many: tasks, of any loops, and threads that look at it, wait for it, or bind what
/// they do to it (SPG-115). Given once, for good. Any thread.
public final class CancellationToken {

    private final CompletableFuture<@Nullable Void> word = new CompletableFuture<>();
    private final Set<Scope> bound = new HashSet<>();

    /// A token whose word is not given.
    public CancellationToken() {}

    /// Gives the word: ends the waits in every scope that is bound to it, now and from now on.
    public void cancel() {
        if (!word.complete(null)) {
            return;
        }
        Set<Scope> scopes;
        synchronized (bound) {
            scopes = new HashSet<>(bound);
            bound.clear();
        }
        scopes.forEach(Scope::cancel);
    }

    /// Whether the word was given.
    public boolean isCancelled() {
        return word.isDone();
    }

    /// Waits for the word.
    ///
    /// @param time null for ever
    /// @throws TaskException.TimedOut when the time is up first
    /// @throws TaskException when something else ended the wait
    public void await(@Nullable Duration time) {
        Void _ = Task.await(word, time, "a cancellation");
    }

    /// Completes when the word is given; it is the caller's.
    public CompletableFuture<@Nullable Void> cancelled() {
        return word.copy();
    }

    /// A scope of the calling thread's whose waits end with the word, and by a time.
    ///
    /// @param time null for no limit
    public Scope open(@Nullable Duration time) {
        Scope scope = Scope.open(time);
        scope.token = this;
        synchronized (bound) {
            bound.add(scope);
        }
        if (isCancelled()) {
            scope.cancel();
            forget(scope);
        }
        return scope;
    }

    /// How many scopes are bound to it.
    int bound() {
        synchronized (bound) {
            return bound.size();
        }
    }

    /// A scope has ended.
    void forget(Scope scope) {
        synchronized (bound) {
            bound.remove(scope);
        }
    }
}
