package dev.ringmark.runtime.task;

import dev.ringmark.runtime.ring.Sqe;

/// One operation as a loop asks the kernel for it.
///
/// Its `toString()` is what snapshots say a task waits for. All other methods are called on the
/// loop's thread. One object is under way once at a time.
@FunctionalInterface
public interface RawRequest {

    /// Fills the SQE, first of all with [Sqe#prepare]; the user data is set afterwards.
    ///
    /// It must not wait: nobody else uses the loop's ring until it is done. Memory it names must
    /// stay valid until [#released()], whatever became of the caller.
    void prepare(Sqe sqe);

    /// Whether a result of 0 or more is a new fd, which is closed when its caller has left.
    default boolean makesFile() {
        return false;
    }

    /// The memory is the caller's again: called once each time the request was given to a loop,
    /// whatever came of it, before a caller that still waits goes on. It may never come for an
    /// operation that outlives its loop.
    ///
    /// Called on the loop's thread, or on the caller's if the kernel never saw it.
    default void released() {}
}
