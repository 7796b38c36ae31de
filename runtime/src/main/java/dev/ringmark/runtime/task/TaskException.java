package dev.ringmark.runtime.task;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// A wait that ended without its result.
///
/// An operation whose result came first is told as that result, and the reason to stop stays for
/// the next wait; so none of these ever hides a result.
public abstract sealed class TaskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private TaskException(String message) {
        super(message);
    }

    /// The task, or a scope around the wait, was cancelled.
    public static final class Cancelled extends TaskException {
        private static final long serialVersionUID = 1L;

        final transient @Nullable Scope scope;

        Cancelled(@Nullable Scope scope) {
            super(scope == null ? "the task was cancelled" : "its scope was cancelled");
            this.scope = scope;
        }
    }

    /// A deadline came first.
    public static final class TimedOut extends TaskException {
        private static final long serialVersionUID = 1L;

        final transient @Nullable Scope scope;

        TimedOut(@Nullable Scope scope) {
            super(scope == null ? "the time of the call is up" : "the time of its scope is up");
            this.scope = scope;
        }
    }

    /// The waiting thread was interrupted; its interrupt status is clear again.
    public static final class Interrupted extends TaskException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("interrupted while waiting");
        }
    }

    /// The loop has ended, its ring has failed, or the stream was closed that was waited for.
    public static final class Closed extends TaskException {
        private static final long serialVersionUID = 1L;

        /// For streams, too.
        ///
        /// @param why what is closed
        public Closed(String why) {
            super(why);
        }
    }

    /// There is no room for one more, by the bounds that were configured.
    public static final class Overloaded extends TaskException {
        private static final long serialVersionUID = 1L;

        /// For whatever has a bound.
        ///
        /// @param why what is full, and what to do about it
        public Overloaded(String why) {
            super(why);
        }
    }

    /// The task whose result was asked for has thrown; the cause says what.
    public static final class Failed extends TaskException {
        private static final long serialVersionUID = 1L;

        Failed(Throwable cause) {
            super("the task has thrown " + cause);
            initCause(Objects.requireNonNull(cause));
        }
    }
}
